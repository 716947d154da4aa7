package io.slackwater.ui;

import io.quarkus.qute.Engine;
import io.quarkus.qute.HtmlEscaper;
import io.quarkus.qute.ReflectionValueResolver;
import io.quarkus.qute.TemplateInstance;
import io.quarkus.qute.TemplateLocator.TemplateLocation;
import io.quarkus.qute.Variant;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Renders the templates of the pages without Quarkus, escaped as in the application. */
final class PageTemplates {

    static final Path DIRECTORY = Path.of("src/main/resources/templates");

    private static final Engine ENGINE = Engine.builder()
            .addDefaults()
            .addValueResolver(new ReflectionValueResolver())
            .addResultMapper(new HtmlEscaper(List.of("text/html")))
            .addLocator(PageTemplates::locate)
            .strictRendering(true)
            .build();

    private PageTemplates() {}

    private static Optional<TemplateLocation> locate(String id) {
        Path file = DIRECTORY.resolve(id + ".html");
        return Files.exists(file) ? Optional.of(new Location(file)) : Optional.empty();
    }

    private record Location(Path file) implements TemplateLocation {

        @Override
        public Reader read() {
            try {
                return new StringReader(Files.readString(file));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public Optional<Variant> getVariant() {
            return Optional.of(Variant.forContentType("text/html"));
        }
    }

    static String render(String page, Map<String, ?> values) {
        TemplateInstance instance = ENGINE.getTemplate("ui/" + page).instance();
        values.forEach(instance::data);
        return instance.render();
    }

    /** The frame of a page for an operator. */
    static Frame frame(Texts texts, String title, String nav, String path) {
        return frame(texts, title, nav, path, new Frame.Viewer("ann", "operator", true, false, true));
    }

    /** The frame of a page for an admin. */
    static Frame adminFrame(Texts texts, String title, String nav, String path) {
        return frame(texts, title, nav, path, new Frame.Viewer("ada", "admin", true, true, true));
    }

    /** The frame of a page for a user who may only look. */
    static Frame viewerFrame(Texts texts, String title, String path) {
        return frame(texts, title, "", path, new Frame.Viewer("eve", "viewer", false, false, true));
    }

    private static Frame frame(Texts texts, String title, String nav, String path, Frame.Viewer viewer) {
        return new Frame(texts.all(), texts.language(), title, nav, path, "1", viewer);
    }
}
