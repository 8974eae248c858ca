// Chooses what of a run fits on a screen and lays it out.
// SPDX-License-Identifier: Apache-2.0
#include "report/summary_table.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <initializer_list>
#include <iterator>
#include <limits>
#include <numeric>
#include <span>

#include <fmt/format.h>

#include "report/member_names.h"
#include "report/number_text.h"
#include "report/observed_text.h"
#include "report/text_table.h"
#include "statistics/intervals.h"

namespace strife {

namespace {

std::string label_with_units(const std::string& name, const std::string& units) {
    return units.empty() || units == "1" ? name : fmt::format("{} [{}]", name, units);
}

// The exact one where it is compared with a bound: a rounded one beside that bound would seem to lie on its other side.
double shown_median(const Summary& summary) {
    return std::isnan(summary.exact_median) ? summary.quantiles[kQuantileCount / 2] : summary.exact_median;
}

// The members to show, in their own order, of those whose size is given; undefined ones count as smallest.
std::vector<std::size_t> largest_members(const std::vector<double>& sizes, std::size_t limit) {
    std::vector<std::size_t> members(sizes.size());
    std::iota(members.begin(), members.end(), std::size_t{0});
    const auto size = [&](std::size_t member) { return std::isnan(sizes[member]) ? -1.0 : std::abs(sizes[member]); };
    std::ranges::stable_sort(members, std::ranges::greater(), size);
    members.resize(std::min(members.size(), limit));
    std::ranges::sort(members);
    return members;
}

// Eight heights for the course of a series; undefined values leave a gap.
std::string sparkline(std::span<const double> values) {
    static constexpr std::array heights = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
    double low = std::numeric_limits<double>::infinity();
    double high = -low;
    for (const double value : values) {
        if (!std::isfinite(value)) continue;
        low = std::min(low, value);
        high = std::max(high, value);
    }
    std::string line;
    for (const double value : values) {
        if (!std::isfinite(value)) {
            line += ' ';
        } else {
            const double share = high > low ? (value - low) / (high - low) : 0.0;
            line += heights[std::min(static_cast<std::size_t>(share * 8.0), std::size_t{7})];
        }
    }
    return line;
}

class SummaryText {
  public:
    SummaryText(const StoredRun& run, const SummaryTableOptions& options)
        : run_(run), description_(run.header.run), options_(options) {}

    std::string format() {
        write_head();
        write_numbers();
        write_probabilities();
        write_first_times();
        write_endings();
        write_spread();
        write_series();
        write_remarks();
        return std::move(text_);
    }

  private:
    [[nodiscard]] std::string styled(const char* style, const std::string& text) const {
        return options_.color == TextColor::on ? fmt::format("\x1b[{}m{}\x1b[0m", style, text) : text;
    }

    void add_line(const std::string& line) {
        text_ += line;
        text_ += '\n';
    }

    void add_table(const TextTable& table) {
        if (table.empty()) return;
        const std::vector<std::string> lines = table.lines(options_.width);
        add_line("");
        add_line(styled("1", lines[0]));
        for (std::size_t i = 1; i < lines.size(); ++i) add_line(lines[i]);
    }

    [[nodiscard]] std::size_t alternatives() const { return run_.footer.summaries.size(); }

    // What is computed comes from no replication.
    [[nodiscard]] std::string replications_text(std::uint64_t n) const {
        return run_.header.kind == ResultKind::ensemble ? count_text(n) : "-";
    }

    // Name cells of a row: the alternative only where there are several, the outcome only in its first row.
    [[nodiscard]] std::vector<std::string> name_cells(const std::string& name, std::size_t alternative) const {
        if (alternatives() == 1) return {name};
        return {alternative == 0 ? name : "", run_.footer.summaries[alternative].name};
    }

    [[nodiscard]] TextTable make_table(const std::string& first, std::vector<std::string> columns) const {
        std::vector<std::string> header{first};
        if (alternatives() > 1) header.emplace_back("alternative");
        const std::size_t labels = header.size();
        header.insert(header.end(), columns.begin(), columns.end());
        return {std::move(header), labels};
    }

    void write_head() {
        const RunHeader& header = run_.header;
        add_line(styled("1", shortened(description_.title, options_.width)));
        const std::string length = description_.start_date
                                       ? fmt::format("{} to {}", format_date(*description_.start_date),
                                                     instant_text(description_.start_date, description_.end_days))
                                       : fmt::format("{} days", number_text(description_.end_days));
        const std::uint64_t size = header.replications_per_point;
        const std::string points =
            size > 0 ? fmt::format(" at {} points", count_text((run_.footer.replications_kept + size - 1) / size)) : "";
        if (header.kind != ResultKind::ensemble) {
            const char* what = header.kind == ResultKind::exact        ? "Exact solution"
                               : header.kind == ResultKind::stationary ? "Exact solution at rest"
                                                                       : "Deterministic limit (mean field)";
            add_line(fmt::format("{}, {}, strife {}", what, length, header.provenance.version));
            return;
        }
        add_line(fmt::format("{} replications{}{}, {}, seed {}, strife {}", count_text(run_.footer.replications_kept), points,
                             alternatives() > 1 ? fmt::format(" of each of {} alternatives", alternatives()) : "", length,
                             header.provenance.seed, header.provenance.version));
        if (run_.footer.completion == Completion::complete) return;
        const char* how = run_.footer.completion == Completion::interrupted ? "interrupted" : "ended by failures";
        add_line(styled("33", fmt::format("Incomplete: {} after {} of {} replications.", how,
                                          count_text(run_.footer.replications_kept), count_text(header.replications))));
    }

    // The cells of a row, with what was observed behind them; a further observation has a row of its own.
    void add_with_observed(TextTable& table, const OutcomeDescriptor& outcome, std::size_t member, const Summary& summary,
                           std::vector<std::string> cells) const {
        const std::size_t n_cells = cells.size();
        const double value = compared_value(summary, outcome.kind);
        for (const Observation& observed : observations_of(outcome, member)) {
            if (cells.size() > n_cells) {
                table.add(std::move(cells));
                cells.assign(n_cells, "");
            }
            cells.push_back(observed_text(observed, outcome.kind, description_.start_date));
            cells.emplace_back(agreement_name(agreement_of(observed, value)));
        }
        table.add(std::move(cells));
    }

    // Whether something is known of any outcome of these kinds: its table then has two more columns.
    [[nodiscard]] std::vector<std::string> with_observed(std::vector<std::string> columns, const char* compared,
                                                         std::initializer_list<OutcomeKind> kinds) const {
        const bool any = std::ranges::any_of(description_.outcomes, [&](const OutcomeDescriptor& outcome) {
            return !outcome.observed.empty() && std::ranges::find(kinds, outcome.kind) != kinds.end();
        });
        if (any) columns.insert(columns.end(), {"observed", compared});
        return columns;
    }

    // Calls `add(name, alternative, member, summary)` for the members of an outcome that are shown, the observed ones among them,
    // and ends with how many are not.
    template <class Add>
    void for_each_member(const OutcomeDescriptor& outcome, TextTable& table, double Summary::* order, Add add) const {
        std::vector<double> sizes;
        if (alternatives() > 0) {
            for (std::size_t i = 0; i < outcome.size; ++i) {
                sizes.push_back(run_.footer.summaries[0].scalars[outcome.offset + i].*order);
            }
        }
        std::vector<std::size_t> shown = largest_members(sizes, options_.members);
        for (const Observation& observed : outcome.observed) {
            const auto place = std::ranges::lower_bound(shown, observed.member);
            if (place == shown.end() || *place != observed.member) shown.insert(place, observed.member);
        }
        for (const std::size_t member : shown) {
            const std::string name = member_name(outcome.name, member_labels(description_, outcome.axes, member));
            for (std::size_t alternative = 0; alternative < alternatives(); ++alternative) {
                add(name, alternative, member, run_.footer.summaries[alternative].scalars[outcome.offset + member]);
            }
        }
        if (shown.size() < sizes.size()) table.add({fmt::format("  and {} more", count_text(sizes.size() - shown.size()))});
    }

    // Adds the rows that `row(name, alternative, summary)` gives, with what was observed.
    template <class Row>
    void for_each_row(const OutcomeDescriptor& outcome, TextTable& table, double Summary::* order, Row row) const {
        for_each_member(outcome, table, order,
                        [&](const std::string& name, std::size_t alternative, std::size_t member, const Summary& summary) {
                            add_with_observed(table, outcome, member, summary, row(name, alternative, summary));
                        });
    }

    [[nodiscard]] std::vector<std::string> row_of(const std::string& name, std::size_t alternative,
                                                  std::vector<std::string> cells) const {
        std::vector<std::string> row = name_cells(name, alternative);
        row.insert(row.end(), std::make_move_iterator(cells.begin()), std::make_move_iterator(cells.end()));
        return row;
    }

    // Whether any replication leaves a number of this kind undefined.
    [[nodiscard]] bool misses_numbers() const {
        for (const OutcomeDescriptor& outcome : description_.outcomes) {
            if (outcome.kind != OutcomeKind::count && outcome.kind != OutcomeKind::real) continue;
            for (const AlternativeSummary& summary : run_.footer.summaries) {
                for (std::size_t i = 0; i < outcome.size; ++i) {
                    if (summary.scalars[outcome.offset + i].n_missing > 0) return true;
                }
            }
        }
        return false;
    }

    void write_numbers() {
        std::vector<std::string> columns{"mean", "sd", "5 %", "50 %", "95 %", "n"};
        const bool shows_missing = misses_numbers();
        if (shows_missing) columns.emplace_back("missing");
        TextTable table =
            make_table("Outcome", with_observed(std::move(columns), "50 % is", {OutcomeKind::count, OutcomeKind::real}));
        for (const OutcomeDescriptor& outcome : description_.outcomes) {
            if (outcome.kind != OutcomeKind::count && outcome.kind != OutcomeKind::real) continue;
            for_each_row(outcome, table, &Summary::mean,
                         [&](const std::string& name, std::size_t alternative, const Summary& summary) {
                             std::vector<std::string> cells{number_text(summary.mean),         number_text(summary.sd),
                                                            number_text(summary.quantiles[0]), number_text(shown_median(summary)),
                                                            number_text(summary.quantiles[4]), replications_text(summary.n)};
                             if (shows_missing) cells.push_back(count_text(summary.n_missing));
                             return row_of(label_with_units(name, outcome.units), alternative, std::move(cells));
                         });
        }
        add_table(table);
    }

    void write_probabilities() {
        TextTable table = make_table(
            "Probability", with_observed({"estimate", "95 % from", "to", "n"}, "estimate is", {OutcomeKind::probability}));
        for (const OutcomeDescriptor& outcome : description_.outcomes) {
            if (outcome.kind != OutcomeKind::probability) continue;
            for_each_row(outcome, table, &Summary::mean,
                         [&](const std::string& name, std::size_t alternative, const Summary& summary) {
                             return row_of(name, alternative,
                                           {share_text(summary.mean), share_text(summary.lower), share_text(summary.upper),
                                            replications_text(summary.n)});
                         });
        }
        add_table(table);
    }

    void write_first_times() {
        TextTable table = make_table("First time", with_observed({"happened", "95 % from", "to", "5 %", "50 %", "95 %", "n"},
                                                                 "50 % is", {OutcomeKind::first_time}));
        const auto instant = [&](double days) { return instant_text(description_.start_date, days); };
        for (const OutcomeDescriptor& outcome : description_.outcomes) {
            if (outcome.kind != OutcomeKind::first_time) continue;
            for_each_row(outcome, table, &Summary::probability,
                         [&](const std::string& name, std::size_t alternative, const Summary& summary) {
                             return row_of(description_.start_date ? name : label_with_units(name, outcome.units), alternative,
                                           {share_text(summary.probability), share_text(summary.probability_lower),
                                            share_text(summary.probability_upper), instant(summary.quantiles[0]),
                                            instant(shown_median(summary)), instant(summary.quantiles[4]),
                                            replications_text(summary.n + summary.n_missing)});
                         });
        }
        add_table(table);
    }

    // Why runs ended, where some were stopped. Limits are those of independent replications.
    void write_endings() {
        std::uint64_t stopped = 0;
        for (const AlternativeSummary& summary : run_.footer.summaries) {
            stopped = std::accumulate(summary.stop_counts.begin(), summary.stop_counts.end(), stopped);
        }
        if (stopped == 0) return;
        TextTable table = make_table("Ended by", {"share", "95 % from", "to", "replications"});
        const auto add = [&](const std::string& name, std::size_t alternative, std::uint64_t count) {
            const std::uint64_t n = run_.footer.summaries[alternative].replications;
            if (n == 0) return;
            std::vector<std::string> cells{share_text(static_cast<double>(count) / static_cast<double>(n)), "-", "-",
                                           count_text(count)};
            if (run_.header.replications_per_point == 0) {
                const Interval limits = wilson_interval(count, n, 0.95);
                cells[1] = share_text(limits.low);
                cells[2] = share_text(limits.high);
            }
            table.add(row_of(name, alternative, std::move(cells)));
        };
        for (std::size_t i = 0; i < description_.stop_reasons.size(); ++i) {
            for (std::size_t a = 0; a < alternatives(); ++a) {
                const std::vector<std::uint64_t>& counts = run_.footer.summaries[a].stop_counts;
                add(description_.stop_reasons[i], a, i < counts.size() ? counts[i] : 0);
            }
        }
        for (std::size_t a = 0; a < alternatives(); ++a) {
            const AlternativeSummary& summary = run_.footer.summaries[a];
            const std::uint64_t early = std::accumulate(summary.stop_counts.begin(), summary.stop_counts.end(), std::uint64_t{0});
            add("the end of the time", a, summary.replications - early);
        }
        add_table(table);
    }

    // Of a nested design: what is not known of parameters beside chance.
    void write_spread() {
        if (run_.header.replications_per_point == 0) return;
        TextTable table = make_table("Spread", {"sd between points", "sd within", "share between"});
        for (const OutcomeDescriptor& outcome : description_.outcomes) {
            for_each_member(
                outcome, table, &Summary::mean,
                [&](const std::string& name, std::size_t alternative, std::size_t /*member*/, const Summary& summary) {
                    const double between = summary.sd_between * summary.sd_between;
                    const double within = summary.sd_within * summary.sd_within;
                    const bool instants = outcome.kind == OutcomeKind::first_time;
                    table.add(row_of(label_with_units(name, instants ? "day" : outcome.units), alternative,
                                     {number_text(summary.sd_between), number_text(summary.sd_within),
                                      share_text(between / (between + within))}));
                });
        }
        add_table(table);
    }

    // The means of a series over the length of the run, one for each of at most `points` instants, evenly spread.
    [[nodiscard]] std::vector<double> course(std::span<const Summary> times, std::size_t points) const {
        std::vector<double> values;
        const std::size_t n = std::min(points, times.size());
        for (std::size_t i = 0; i < n; ++i) values.push_back(times[n == 1 ? 0 : i * (times.size() - 1) / (n - 1)].mean);
        return values;
    }

    void write_series() {
        TextTable table = make_table("Series", {"mean over time", "first", "last: mean", "5 %", "50 %", "95 %"});
        for (const SeriesDescriptor& series : description_.series) {
            const std::size_t times = description_.grids[series.grid].values.size();
            if (times == 0 || alternatives() == 0) continue;
            const auto at = [&](std::size_t alternative, std::size_t member) {
                return std::span(run_.footer.summaries[alternative].series).subspan(series.offset + member * times, times);
            };
            std::vector<double> sizes;
            for (std::size_t member = 0; member < series.size / times; ++member) sizes.push_back(at(0, member).back().mean);
            const std::vector<std::size_t> shown = largest_members(sizes, options_.members);
            for (const std::size_t member : shown) {
                const std::string name = member_name(series.name, member_labels(description_, series.axes, member));
                for (std::size_t alternative = 0; alternative < alternatives(); ++alternative) {
                    const auto values = at(alternative, member);
                    const Summary& last = values.back();
                    table.add(
                        row_of(label_with_units(name, series.units), alternative,
                               {sparkline(course(values, 20)), number_text(values.front().mean), number_text(last.mean),
                                number_text(last.quantiles[0]), number_text(last.quantiles[2]), number_text(last.quantiles[4])}));
                }
            }
            if (shown.size() < sizes.size()) table.add({fmt::format("  and {} more", count_text(sizes.size() - shown.size()))});
        }
        add_table(table);
    }

    void write_remarks() {
        std::vector<std::string> remarks;
        for (const AlternativeSummary& summary : run_.footer.summaries) {
            const std::string where = alternatives() > 1 ? summary.name + ": " : "";
            if (summary.failed > 0) remarks.push_back(fmt::format("{}{} replications failed", where, count_text(summary.failed)));
            if (summary.clampings > 0) {
                remarks.push_back(
                    fmt::format("{}{} values were brought back into their range", where, count_text(summary.clampings)));
            }
        }
        if (!remarks.empty()) add_line("");
        for (const std::string& remark : remarks) add_line(remark);
        write_failures();
    }

    void write_failures() {
        const std::size_t shown = std::min(run_.failures.size(), options_.failures);
        if (shown > 0) add_line("");
        for (std::size_t i = 0; i < shown; ++i) {
            const FailureRecord& failure = run_.failures[i];
            const std::string alternative = alternatives() > 1 && failure.alternative < alternatives()
                                                ? fmt::format(" of {}", run_.footer.summaries[failure.alternative].name)
                                                : "";
            const std::string when = description_.start_date ? instant_text(description_.start_date, failure.time_days)
                                                             : fmt::format("day {}", number_text(failure.time_days));
            // A run that ends with its budget has no place in the text and no process.
            const std::string where = failure.process.empty() ? "" : " in " + failure.process;
            add_line(
                styled("31", fmt::format("{}: replication {}{} failed on {}{}: {}", failure.place.empty() ? "run" : failure.place,
                                         failure.replication, alternative, when, where, failure.message)));
        }
        if (shown < run_.failures.size()) add_line(fmt::format("and {} more", count_text(run_.failures.size() - shown)));
    }

    const StoredRun& run_;
    const RunDescriptor& description_;
    const SummaryTableOptions& options_;
    std::string text_;
};

}  // namespace

std::string format_summary(const StoredRun& run, const SummaryTableOptions& options) {
    return SummaryText(run, options).format();
}

}  // namespace strife
