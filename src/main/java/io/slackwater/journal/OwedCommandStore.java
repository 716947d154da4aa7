package io.slackwater.journal;

import java.util.List;
import java.util.Optional;

/**
 * Stores the commands that must run after captures. A command is recorded before the capture begins and deleted when it
 * succeeded, so that a restart can run it.
 */
public record OwedCommandStore(Database database) {

    /** Records a command. Replaces an earlier command of the workload, and keeps the failure of that one. */
    public void owe(OwedCommand command) {
        database.write(sql -> {
            Optional<String> failure = sql.first(
                    String.class,
                    "SELECT failure FROM owed_command WHERE workload = ? AND failure IS NOT NULL",
                    command.workload());
            Columns.of(command).with("failure", failure.orElse(null)).replace(sql, "owed_command");
        });
    }

    /** Deletes the command of a workload, because it succeeded or can never run. */
    public void done(String workload) {
        database.update("DELETE FROM owed_command WHERE workload = ?", workload);
    }

    public void failed(String workload, String reason) {
        database.update("UPDATE owed_command SET failure = ? WHERE workload = ?", reason, workload);
    }

    public List<OwedCommand> all() {
        return database.list(OwedCommand.class, "SELECT * FROM owed_command ORDER BY workload");
    }

    public Optional<OwedCommand> of(String workload) {
        return all().stream().filter(one -> one.workload().equals(workload)).findFirst();
    }
}
