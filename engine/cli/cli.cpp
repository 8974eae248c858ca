// SPDX-License-Identifier: Apache-2.0
#include "cli/cli.h"

#include <algorithm>
#include <exception>
#include <ostream>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "base/contracts.h"
#include "cli/command.h"
#include "hdf5_io/result_file_error.h"

namespace strife {

int run_cli(int argc, const char* const* argv, std::ostream& out, std::ostream& err) {
    CommandContext context{.out = out, .err = err, .arguments = {argv, argv + argc}};
    CLI::App app("strife: discrete-event conflict simulation. A scenario in YAML becomes distributions of outcomes in HDF5.",
                 "strife");
    app.require_subcommand(1);
    app.footer(
        "Exit status: 0 done, 1 ended by failures, 2 usage or invalid scenario, 4 done with some failed replications,\n"
        "6 file exists or input/output, 75 interrupted (what was finished is kept).");
    add_check_command(app, context);
    add_run_command(app, context);
    add_show_command(app, context);
    add_solve_command(app, context);
    add_compare_command(app, context);
    add_schema_command(app, context);
    add_version_command(app, context);
    try {
        app.parse(argc, argv);
        return context.status;
    } catch (const CLI::CallForHelp&) {
        out << app.help();
        return kExitDone;
    } catch (const CLI::CallForAllHelp&) {
        out << app.help("", CLI::AppFormatMode::All);
        return kExitDone;
    } catch (const CLI::ParseError& error) {
        err << "strife: " << error.what() << "\n";
        for (const char* option : {"--with", "--set"}) {
            const bool is_given = std::ranges::find(context.arguments, option) != context.arguments.end();
            if (is_given && dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr)
                err << option << " takes one value: repeat it before each, as in " << option << " A " << option << " B\n";
        }
        err << "Run `strife --help` for the commands, `strife COMMAND --help` for their options.\n";
        return kExitUsage;
    } catch (const ResultFileError& error) {
        err << "strife: error: " << error.what() << "\n";
        return kExitInputOutput;
    } catch (const ContractError& error) {
        err << "strife: internal error: " << error.what() << "\n";
        return kExitInternal;
    } catch (const std::bad_alloc&) {
        err << "strife: error: out of memory\n";
        return kExitInputOutput;
    } catch (const std::exception& error) {
        err << "strife: internal error: " << error.what() << "\n";
        return kExitInternal;
    }
}

}  // namespace strife
