// Makes the run that reports are tested with.
// SPDX-License-Identifier: Apache-2.0
#include "stored_run.h"

#include <limits>

namespace strife {

namespace {

Summary make_summary(double mean) {
    Summary summary;
    summary.n = 10000;
    summary.mean = mean;
    summary.sd = 2.5;
    summary.lower = mean - 0.05;
    summary.upper = mean + 0.05;
    summary.minimum = mean - 9.0;
    summary.maximum = mean + 9.0;
    for (std::size_t i = 0; i < kQuantileCount; ++i) summary.quantiles[i] = mean - 4.0 + 2.0 * static_cast<double>(i);
    return summary;
}

AlternativeSummary make_alternative(const std::string& name, double shift) {
    AlternativeSummary alternative;
    alternative.name = name;
    alternative.replications = 10000;
    alternative.events = 12345678;
    alternative.stop_counts = {0};
    alternative.scalars.push_back(make_summary(1234.5 + shift));  // attacks
    Summary overrun = make_summary(0.25);
    overrun.lower = 0.2416;
    overrun.upper = 0.2586;
    alternative.scalars.push_back(overrun);
    Summary first = make_summary(200.0 + shift);
    first.n = 7000;
    first.n_missing = 3000;
    first.quantiles[4] = std::numeric_limits<double>::quiet_NaN();
    first.probability = 0.7;
    first.probability_lower = 0.691;
    first.probability_upper = 0.709;
    alternative.scalars.push_back(first);
    for (const double mean : {3.0, 9.0, 1.0, 7.0, 5.0, 2.0}) alternative.scalars.push_back(make_summary(mean + shift));  // deaths
    for (const double mean : {60.0, 80.0, 120.0, 90.0}) alternative.series.push_back(make_summary(mean + shift));
    return alternative;
}

}  // namespace

StoredRun make_stored_run() {
    StoredRun run;
    RunDescriptor& description = run.header.run;
    description.title = "A small run";
    description.start_date = Date{.days_since_epoch = 18993};  // 2022-01-01
    description.end_days = 364.0;
    description.axes = {{.name = "province", .labels = {"a", "b", "c", "d", "e", "f"}}};
    description.grids = {{.name = "time", .long_name = "time", .values = {0.0, 100.0, 200.0, 364.0}, .bounds = {}}};
    const auto outcome = [](const char* name, const char* units, OutcomeKind kind, std::size_t offset) {
        return OutcomeDescriptor{
            .name = name, .long_name = name, .units = units, .kind = kind, .axes = {}, .offset = offset, .size = 1};
    };
    description.outcomes = {outcome("attacks", "event", OutcomeKind::count, 0),
                            outcome("overrun", "1", OutcomeKind::probability, 1),
                            outcome("first_abroad", "days since 2022-01-01", OutcomeKind::first_time, 2),
                            outcome("deaths", "person", OutcomeKind::real, 3)};
    description.outcomes[3].axes = {0};
    description.outcomes[3].size = 6;
    description.series = {
        {.name = "strength", .long_name = "strength", .units = "person", .grid = 0, .axes = {}, .offset = 0, .size = 4}};
    description.stop_reasons = {"the group is gone"};
    run.header.alternatives = {"baseline"};
    run.header.replications = 10000;
    run.header.provenance.seed = 42;
    run.header.provenance.version = "0.1.0";
    run.footer.replications_kept = 10000;
    run.footer.summaries = {make_alternative("baseline", 0.0)};
    run.format_version = "1.0";
    return run;
}

StoredRun make_run_of_two_alternatives() {
    StoredRun run = make_stored_run();
    run.header.alternatives.emplace_back("no_sponsor");
    run.footer.summaries.push_back(make_alternative("no_sponsor", 1.0));
    return run;
}

}  // namespace strife
