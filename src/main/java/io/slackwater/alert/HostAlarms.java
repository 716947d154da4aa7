package io.slackwater.alert;

import java.util.List;
import java.util.Optional;

/** For {@link AlarmSource#JOURNAL} and {@link AlarmSource#DOCKER}: no backup starts. */
public final class HostAlarms {

    private HostAlarms() {}

    /** For {@link AlarmSource#JOURNAL}: the journal cannot be written, so no backup starts. */
    public static List<Alarm> journal(Optional<String> trouble) {
        return trouble
                .map(
                        message -> AlarmSource.JOURNAL.critical(
                                "unwritable",
                                "The journal cannot be written",
                                message,
                                "df -h and docker volume inspect show the disk of the volume slackwater-data: free some space, or make it writable. Slackwater tries again. No backup starts until then. Paused containers are resumed, and existing backups are safe."))
                .stream()
                .toList();
    }

    /** For {@link AlarmSource#DOCKER}: Docker does not answer, so no backup starts. */
    public static List<Alarm> docker(Optional<String> trouble) {
        return trouble
                .map(message -> AlarmSource.DOCKER
                        .critical(
                                "unreachable",
                                "Docker does not answer",
                                message,
                                "On the host: docker ps. When it does not answer: systemctl restart docker. When it answers: check that the compose file mounts docker.sock, then docker compose up -d --force-recreate slackwater. No backup is made until then.")
                        .after(Patience.SETTLING))
                .stream()
                .toList();
    }
}
