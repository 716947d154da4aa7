package io.slackwater.ui;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;

/** The templates of the pages. The build checks their parameters. */
@CheckedTemplate(basePath = "ui")
final class Pages {

    static native TemplateInstance overview(Frame page, Overview view);

    static native TemplateInstance dataset(Frame page, DatasetPage view);

    static native TemplateInstance deletion(Frame page, DeletionPage view);

    static native TemplateInstance snapshot(Frame page, SnapshotPage view);

    static native TemplateInstance tables(Frame page, TablesPage view);

    static native TemplateInstance search(Frame page, SearchPage view);

    static native TemplateInstance workload(Frame page, WorkloadPage view);

    static native TemplateInstance run(Frame page, RunPage view);

    static native TemplateInstance restorePlan(Frame page, RestorePlanPage view);

    static native TemplateInstance restore(Frame page, RestorePage view);

    static native TemplateInstance alarms(Frame page, AlarmsView view);

    static native TemplateInstance schedule(Frame page, ScheduleView view);

    static native TemplateInstance repositories(Frame page, RepositoriesView view);

    static native TemplateInstance coverage(Frame page, CoverageView view);

    static native TemplateInstance audit(Frame page, AuditView view);

    static native TemplateInstance policy(Frame page, PolicyView view);

    /** A page that says why there is no other. */
    static native TemplateInstance problem(Frame page, String text, String near, String href);

    private Pages() {}
}
