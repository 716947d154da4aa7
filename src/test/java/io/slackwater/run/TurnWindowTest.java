package io.slackwater.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.repository.Window;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A window has words that do nothing unless somebody means them: one that is not passed on is lost without a sound. */
class TurnWindowTest {

    @Test
    void whatIsSaidToItReachesTheWindow() throws Exception {
        List<String> heard = new ArrayList<>();
        Window window = (Window) Proxy.newProxyInstance(
                Window.class.getClassLoader(), new Class<?>[] {Window.class}, (proxy, method, arguments) -> {
                    heard.add(method.getName());
                    return method.getReturnType() == Optional.class
                            ? Optional.empty()
                            : method.getReturnType() == long.class ? 0L : null;
                });
        TurnWindow turn = new TurnWindow(window, new Slots(1).acquire(false));
        for (Method method : Window.class.getMethods()) {
            if (Modifier.isStatic(method.getModifiers()) || method.getName().equals("unqueued")) {
                continue;
            }
            heard.clear();
            Object[] arguments = method.getParameterCount() == 0 ? new Object[0] : new Object[] {"why"};
            method.invoke(turn, arguments);
            assertThat(heard).containsExactly(method.getName());
        }
    }
}
