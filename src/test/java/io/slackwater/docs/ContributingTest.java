package io.slackwater.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compiles and runs the example of a new kind, which newcomers copy. */
class ContributingTest {

    private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final Pattern TYPE = Pattern.compile("class (\\w+)");

    @TempDir
    Path target;

    @Test
    void theExampleOfANewKindCompiles() throws IOException {
        List<String> files = JAVA.matcher(Files.readString(Path.of("CONTRIBUTING.md")))
                .results()
                .map(block -> block.group(1))
                .filter(block -> block.contains("package io.slackwater.kind."))
                .toList();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();

        compiler.getTask(
                        null,
                        null,
                        problems,
                        List.of("-d", target.toString(), "-cp", System.getProperty("java.class.path"), "-proc:none"),
                        null,
                        files.stream().map(ContributingTest::source).toList())
                .call();

        assertThat(problems.getDiagnostics()).isEmpty();
        assertThat(files).hasSize(4);
    }

    private static JavaFileObject source(String text) {
        String name = TYPE.matcher(text)
                .results()
                .findFirst()
                .map(type -> type.group(1))
                .filter(type -> !text.contains("@NullMarked"))
                .orElse("package-info");
        return new SimpleJavaFileObject(URI.create("string:///" + name + ".java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return text;
            }
        };
    }
}
