package io.slackwater.journal;

import java.util.List;
import java.util.Optional;

/** Stores what is known about each channel of alarms. */
public record ChannelStore(Database database) {

    public List<ChannelRecord> all() {
        return database.list(ChannelRecord.class, "SELECT * FROM channel ORDER BY name");
    }

    public Optional<ChannelRecord> find(String name) {
        return database.first(ChannelRecord.class, "SELECT * FROM channel WHERE name = ?", name);
    }

    public void put(ChannelRecord channel) {
        database.write(sql -> Columns.of(channel).replace(sql, "channel"));
    }

    public void remove(String name) {
        database.update("DELETE FROM channel WHERE name = ?", name);
    }
}
