package io.slackwater.ui;

import io.slackwater.journal.BackupListStore;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * The page of a list that is shown, and the addresses of the pages beside it.
 *
 * @param pages how many pages there are, at least one
 */
public record Paging(int page, int pages, Optional<String> newer, Optional<String> older) {

    /** How many entries a page has. */
    static final int SIZE = 25;

    /**
     * @param parameter the name of the page number in the address
     * @param here the address without a page number
     * @param part the part of the page that has the list, such as {@code #runs}; empty for the whole page
     * @throws PageProblem the list has no such page
     */
    static Paging of(int page, long entries, String parameter, Address here, String part) {
        return of(page, entries, SIZE, parameter, here, part);
    }

    /**
     * @param size how many entries a page has
     * @param here the address without a page number
     */
    static Paging of(int page, long entries, int size, Address here) {
        return of(page, entries, size, "page", here, "");
    }

    private static Paging of(int page, long entries, int size, String parameter, Address here, String part) {
        int pages = (int) Math.max(1, (entries + size - 1) / size);
        if (page > pages) {
            throw PageProblem.invalid(parameter, String.valueOf(page), pages == 1 ? "1" : "1–" + pages);
        }
        IntFunction<String> href = number -> here.with(parameter, number == 1 ? "" : String.valueOf(number)) + part;
        return new Paging(
                page,
                pages,
                page > 1 ? Optional.of(href.apply(page - 1)) : Optional.empty(),
                page < pages ? Optional.of(href.apply(page + 1)) : Optional.empty());
    }

    /** @param here the address without a page number */
    static Paging of(int page, long entries, Address here) {
        return of(page, entries, "page", here, "");
    }

    /** Whether there is more than one page. */
    public boolean needed() {
        return pages > 1;
    }

    BackupListStore.Part part() {
        return new BackupListStore.Part(SIZE, skipped());
    }

    /** How many entries the pages before have. */
    long skipped() {
        return (page - 1L) * SIZE;
    }
}
