package io.slackwater.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Map;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.Level;
import org.junit.jupiter.api.Test;

class JsonLogTest {

    private final ExtLogRecord line =
            new ExtLogRecord(Level.WARN, "run ended state=FAILED\nreason=\"x\"", JsonLogTest.class.getName());

    private JsonNode written() throws IOException {
        String written = JsonLog.formatter().format(line);
        assertThat(written).endsWith("\n");
        assertThat(written.strip()).doesNotContain("\n");
        return new ObjectMapper().readTree(written);
    }

    @Test
    void aLineIsOneObjectWithTheRunInFieldsOfItsOwn() throws IOException {
        line.setLoggerName("io.slackwater.run.RunLog");
        line.setMdc(Map.of("run", "01a2", "dataset", "shop.db.app"));

        JsonNode written = written();

        assertThat(written.path("level").asText()).isEqualTo("WARN");
        assertThat(written.path("loggerName").asText()).isEqualTo("io.slackwater.run.RunLog");
        assertThat(written.path("message").asText()).isEqualTo("run ended state=FAILED\nreason=\"x\"");
        assertThat(written.path("mdc").path("run").asText()).isEqualTo("01a2");
        assertThat(written.path("mdc").path("dataset").asText()).isEqualTo("shop.db.app");
        assertThat(written.path("timestamp").asText()).matches("\\d{4}-\\d\\d-\\d\\dT.*");
    }

    @Test
    void anExceptionStaysInItsLine() throws IOException {
        line.setThrown(new IllegalStateException("the disk is full"));

        assertThat(written().path("stackTrace").asText()).contains("the disk is full", "JsonLogTest");
    }
}
