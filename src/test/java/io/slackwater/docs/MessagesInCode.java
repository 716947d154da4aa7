package io.slackwater.docs;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.YieldTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * The texts in the sources by which users recognise a problem. These are titles of alarms, mistakes in labels, failures
 * of runs, conflicts with Backrest, reasons of coverage, and remedies. An ellipsis stands for inserted values. Only the
 * beginning of a text counts, up to its first full stop.
 */
final class MessagesInCode {

    /** Which argument of a constructor or method holds the text. */
    private static final Map<String, Integer> CALLS = Map.ofEntries(
            Map.entry("Alarm", 3),
            Map.entry("warning", 1),
            Map.entry("critical", 1),
            Map.entry("Conflict", 1),
            Map.entry("refuse", 1),
            Map.entry("Uncovered", 3),
            Map.entry("mount", 3),
            Map.entry("Rows", 0),
            Map.entry("report", 2),
            Map.entry("leave", 3),
            Map.entry("Refusal", 1),
            Map.entry("Refuted", 0),
            Map.entry("Meaning", 2),
            Map.entry("LabelProblem", 0),
            Map.entry("bad", 1),
            Map.entry("CaptureException", 0),
            Map.entry("DockerException", 0),
            Map.entry("Failed", 0),
            Map.entry("Unverified", 0),
            Map.entry("RepositoryException", 1),
            Map.entry("Failure", 1));

    private static final Pattern STOP = Pattern.compile("[.;:,(]( |$)|…$|\\($");
    private static final Pattern FORMAT = Pattern.compile("%(\\d\\$)?[sd]");
    private static final Pattern LISTED = Pattern.compile("title\\.|remedy\\.(channel|disk|missing|repository|stale)\\."
            + "(?!then|check|kit|pause|shrunk|database|diskLow|lost|waits|failed|now|never|old)");
    private static final int LONG_ENOUGH = 12;

    private MessagesInCode() {}

    static Set<String> below(Path sources) throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(sources)) {
            files = walk.filter(file -> file.toString().endsWith(".java")).toList();
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        Set<String> found = new TreeSet<>();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask)
                    compiler.getTask(null, manager, null, null, null, manager.getJavaFileObjectsFromPaths(files));
            task.parse().forEach(unit -> unit.accept(new Finder(found), null));
        }
        return found;
    }

    /** The titles of alarms, and the remedies that the page lists one by one. */
    static Set<String> ofAlarms(Path bundle) throws IOException {
        Properties texts = new Properties();
        try (Reader file = Files.newBufferedReader(bundle)) {
            texts.load(file);
        }
        Set<String> found = new TreeSet<>();
        texts.forEach((key, text) -> {
            if (LISTED.matcher((String) key).lookingAt()) {
                String beginning = beginning(((String) text).replaceAll("\\{\\d}", "…"));
                if (beginning.chars().filter(Character::isLetter).count() >= LONG_ENOUGH) {
                    found.add(beginning);
                }
            }
        });
        return found;
    }

    private static final class Finder extends TreeScanner<Void, Void> {

        private final Set<String> found;

        private Finder(Set<String> found) {
            this.found = found;
        }

        @Override
        public Void visitNewClass(NewClassTree call, Void none) {
            argument(last(call.getIdentifier()), call.getArguments());
            return super.visitNewClass(call, none);
        }

        @Override
        public Void visitMethodInvocation(MethodInvocationTree call, Void none) {
            argument(last(call.getMethodSelect()), call.getArguments());
            return super.visitMethodInvocation(call, none);
        }

        private void argument(String name, List<? extends ExpressionTree> arguments) {
            // The reason and the remedy are the last arguments.
            int index = name.equals("alarm") ? arguments.size() - 2 : CALLS.getOrDefault(name, Integer.MAX_VALUE);
            if (index >= 0 && index < arguments.size()) {
                texts(arguments.get(index));
            }
        }

        /** Methods of these names return only remedies or titles. */
        @Override
        public Void visitMethod(MethodTree method, Void none) {
            if (Set.of("remedy", "title").contains(method.getName().toString())) {
                method.accept(
                        new TreeScanner<Void, Void>() {
                            @Override
                            public Void visitReturn(ReturnTree answer, Void none) {
                                texts(answer.getExpression());
                                return null;
                            }
                        },
                        null);
            }
            return super.visitMethod(method, none);
        }

        private void texts(Tree expression) {
            switch (expression) {
                case ConditionalExpressionTree either -> {
                    texts(either.getTrueExpression());
                    texts(either.getFalseExpression());
                }
                case ParenthesizedTree inner -> texts(inner.getExpression());
                case com.sun.source.tree.SwitchExpressionTree choice ->
                    choice.getCases().forEach(one -> {
                        if (one.getBody() instanceof ExpressionTree body) {
                            texts(body);
                        } else if (one.getBody() != null) {
                            one.getBody()
                                    .accept(
                                            new TreeScanner<Void, Void>() {
                                                @Override
                                                public Void visitYield(YieldTree answer, Void none) {
                                                    texts(answer.getValue());
                                                    return null;
                                                }
                                            },
                                            null);
                        }
                    });
                case ExpressionTree one -> take(text(one));
                default -> {}
            }
        }

        private void take(String text) {
            String beginning = beginning(text);
            if (beginning.chars().filter(Character::isLetter).count() >= LONG_ENOUGH) {
                found.add(beginning);
            }
        }

        private static String text(ExpressionTree expression) {
            return switch (expression) {
                case LiteralTree literal
                when literal.getValue() instanceof String text ->
                    FORMAT.matcher(text).replaceAll("…");
                case BinaryTree sum
                when sum.getKind() == Tree.Kind.PLUS -> text(sum.getLeftOperand()) + text(sum.getRightOperand());
                case ParenthesizedTree inner -> text(inner.getExpression());
                case MethodInvocationTree call
                when last(call.getMethodSelect()).equals("formatted") ->
                    text(((MemberSelectTree) call.getMethodSelect()).getExpression());
                default -> "…";
            };
        }

        private static String last(Tree name) {
            return switch (name) {
                case IdentifierTree identifier -> identifier.getName().toString();
                case MemberSelectTree member -> member.getIdentifier().toString();
                default -> "";
            };
        }
    }

    private static String beginning(String text) {
        var stop = STOP.matcher(text);
        int end = text.length();
        while (stop.find()) {
            if (text.substring(0, stop.start())
                            .chars()
                            .filter(Character::isLetter)
                            .count()
                    >= LONG_ENOUGH) {
                end = stop.start();
                break;
            }
        }
        return text.substring(0, end).replaceAll("^[…\\s'\";:,.]+|[…\\s'\"]+$", "");
    }
}
