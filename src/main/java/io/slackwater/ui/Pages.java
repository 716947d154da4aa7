package io.slackwater.ui;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;

/** The templates of the pages. The build checks their parameters. */
@CheckedTemplate(basePath = "ui")
final class Pages {

    static native TemplateInstance overview(Frame page, Overview view);

    static native TemplateInstance dataset(Frame page, DatasetPage view);

    static native TemplateInstance workload(Frame page, WorkloadPage view);

    static native TemplateInstance run(Frame page, RunPage view);

    /** A page that says why there is no other. */
    static native TemplateInstance problem(Frame page, String text);

    private Pages() {}
}
