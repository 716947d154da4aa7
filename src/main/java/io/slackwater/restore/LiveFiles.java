package io.slackwater.restore;

import io.slackwater.docker.VolumeControl;

/** What an exchange of live files needs: helper containers, and the containers that use the files. */
public record LiveFiles(VolumeControl volumes, TreeUsers users) {}
