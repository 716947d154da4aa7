package io.slackwater.kind.config;

import java.util.List;
import java.util.stream.Collectors;

/** Writes the README of the tar. Its reader has only the tar. */
final class ConfigReadme {

    private ConfigReadme() {}

    static String text(String project) {
        return """
                Configuration of the Compose project %s, stored by Slackwater.

                What is here
                  files/...           the text files of the project's directory and all files that Compose names, with their
                                      path on the host, the stack's own secrets among them
                  inspect/*.json      docker inspect of each container: image, environment, mounts, networks
                  images.txt          each image: the reference, the id that was running, and the digests and tags it
                                      can be pulled by
                  slackwater/...      Slackwater's policy and a copy of its journal, if they existed
                  MISSING.txt         what could not be stored, or is left out on purpose, and why
                  SHA256SUMS          the checksums of all files except links (sha256sum --check SHA256SUMS)

                What is not here
                  Slackwater's keys, tokens and users, and Backrest's configuration, which contains passwords. Without the recovery
                  kit nobody can open a repository. MISSING.txt names all other missing files.

                To rebuild on a new machine
                  1. Install Docker with the compose plugin, and restic.
                  2. Unpack the files to their original paths:
                       tar -xf THIS.tar -C / --strip-components=1 files
                     To unpack them into this directory instead, leave out -C / and --strip-components=1.
                  3. Put back the files that MISSING.txt names.
                  4. Put the keys of the recovery kit into Slackwater's secrets directory, mode 0600.
                  5. Restore the volumes to their paths, with nothing running:
                       restic -r REPOSITORY --password-file KEY snapshots
                       restic -r REPOSITORY --password-file KEY restore SNAPSHOT --target /
                  6. Start the databases alone (docker compose up -d db) and restore their dumps: roles with psql, then each
                     database with pg_restore --create. Stop Redis and put its dump into its volume as dump.rdb.
                  7. docker compose up -d. If the tag of an image has a newer image now, images.txt names the image that ran:
                     docker pull NAME@sha256:... and write NAME@sha256:... into the compose file. An image without such a
                     name was built on the old machine.
                """.formatted(project);
    }

    static String missing(List<NotStored> all) {
        return list("Not in this archive, and why:\n", all, false) + list("Left out on purpose:\n", all, true);
    }

    private static String list(String title, List<NotStored> all, boolean onPurpose) {
        return all.stream()
                .filter(one -> one.onPurpose() == onPurpose)
                .map(one -> one.path() + "\n    " + one.why() + "\n")
                .collect(Collectors.joining("", title, "\n"));
    }
}
