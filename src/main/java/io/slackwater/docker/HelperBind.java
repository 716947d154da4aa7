package io.slackwater.docker;

import com.github.dockerjava.api.model.BindOptions;
import com.github.dockerjava.api.model.BindPropagation;
import com.github.dockerjava.api.model.Mount;
import com.github.dockerjava.api.model.MountType;
import com.github.dockerjava.api.model.VolumeOptions;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code source:destination:options} as a mount. Docker refuses a mount whose source is missing. For a bind, Docker would create
 * an empty directory.
 */
final class HelperBind {

    private static final Pattern FORM =
            Pattern.compile("(?<source>.+):(?<destination>/[^:]*?)(?::(?<options>[a-z,]+))?", Pattern.DOTALL);

    private HelperBind() {}

    static Mount mount(String bind) {
        Matcher form = FORM.matcher(bind);
        if (!form.matches()) {
            throw new IllegalArgumentException("a bind is source:/destination[:options], not " + bind);
        }
        String source = form.group("source");
        String options = form.group("options");
        Mount mount = new Mount().withSource(source).withTarget(form.group("destination"));
        boolean path = source.startsWith("/");
        if (path) {
            mount.withType(MountType.BIND);
        } else {
            mount.withType(MountType.VOLUME).withVolumeOptions(new VolumeOptions().withNoCopy(true));
        }
        for (String option : options == null ? List.<String>of() : List.of(options.split(","))) {
            switch (option) {
                case "ro" -> mount.withReadOnly(true);
                case "rw", "nocopy" -> {}
                case "shared", "rshared", "slave", "rslave", "private", "rprivate" ->
                    mount.withBindOptions(new BindOptions().withPropagation(propagation(option)));
                default -> throw new IllegalArgumentException("unknown option " + option + " in the bind " + bind);
            }
        }
        return mount;
    }

    private static BindPropagation propagation(String option) {
        String name = option.startsWith("r") ? "R_" + option.substring(1) : option;
        return BindPropagation.valueOf(name.toUpperCase(Locale.ROOT));
    }
}
