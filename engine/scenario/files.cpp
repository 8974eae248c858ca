// SPDX-License-Identifier: Apache-2.0
#include "scenario/files.h"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

#include <fmt/format.h>

#include "scenario/text_check.h"

namespace strife {
namespace {

FileContent refuse(DiagnosticCode code, std::string reason) {
    return {.text = {}, .fault = code, .reason = std::move(reason)};
}

FileContent too_large() {
    return refuse(DiagnosticCode::E110, fmt::format("is larger than {} MiB", kMaxFileBytes / (std::size_t{1024} * 1024)));
}

}  // namespace

FileContent DiskFiles::read(const std::string& path) const {
    const std::filesystem::path full = std::filesystem::path(root_) / path;
    std::error_code error;
    const std::filesystem::file_status status = std::filesystem::status(full, error);
    if (status.type() == std::filesystem::file_type::not_found) return refuse(DiagnosticCode::E701, "does not exist");
    if (error) return refuse(DiagnosticCode::E701, "cannot be read: " + error.message());
    if (std::filesystem::is_directory(status)) return refuse(DiagnosticCode::E701, "is a directory, not a file");

    errno = 0;
    std::ifstream stream(full, std::ios::binary);
    if (!stream) return refuse(DiagnosticCode::E701, fmt::format("cannot be read: {}", std::strerror(errno)));
    FileContent content;
    std::string block(std::size_t{64} * 1024, '\0');
    while (stream) {
        stream.read(block.data(), static_cast<std::streamsize>(block.size()));
        content.text.append(block, 0, static_cast<std::size_t>(stream.gcount()));
        if (content.text.size() > kMaxFileBytes) return too_large();
    }
    if (stream.bad()) return refuse(DiagnosticCode::E701, fmt::format("cannot be read: {}", std::strerror(errno)));
    return content;
}

bool DiskFiles::exists(const std::string& path) const {
    std::error_code error;
    return std::filesystem::exists(std::filesystem::path(root_) / path, error);
}

std::vector<std::string> DiskFiles::folders_above(const std::string& path) const {
    std::vector<std::string> folders;
    std::filesystem::path folder = std::filesystem::path(path).lexically_normal().parent_path();
    for (;;) {
        folders.push_back(folder.generic_string());
        std::error_code error;
        const std::filesystem::path full = std::filesystem::absolute(std::filesystem::path(root_) / folder, error);
        if (error || full.lexically_normal() == full.root_path()) return folders;
        // Relative paths stay so, since diagnostics name files as the user does.
        const bool climbs = folder.is_relative() && (folder.empty() || folder.filename() == "..");
        folder = climbs ? folder / ".." : folder.parent_path();
    }
}

void MemoryFiles::add(const std::string& path, std::string text) {
    texts_[std::filesystem::path(path).lexically_normal().generic_string()] = std::move(text);
}

FileContent MemoryFiles::read(const std::string& path) const {
    const auto found = texts_.find(std::filesystem::path(path).lexically_normal().generic_string());
    if (found == texts_.end()) return refuse(DiagnosticCode::E701, "does not exist");
    if (found->second.size() > kMaxFileBytes) return too_large();
    return {.text = found->second, .fault = std::nullopt, .reason = {}};
}

bool MemoryFiles::exists(const std::string& path) const {
    return texts_.contains(std::filesystem::path(path).lexically_normal().generic_string());
}

std::vector<std::string> MemoryFiles::folders_above(const std::string& path) const {
    std::vector<std::string> folders;
    std::filesystem::path folder = std::filesystem::path(path).lexically_normal().parent_path();
    for (; folder != folder.parent_path(); folder = folder.parent_path()) folders.push_back(folder.generic_string());
    folders.push_back(folder.generic_string());
    return folders;
}

std::optional<SourceFileId> read_source(const FileProvider& files, const std::string& path, SourceSpan asked_at,
                                        SourceMap& sources, Diagnostics& diagnostics) {
    FileContent content = files.read(path);
    if (content.fault) {
        diagnostics.error(*content.fault, asked_at, fmt::format("the file '{}' {}", path, content.reason));
        return std::nullopt;
    }
    constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
    if (content.text.starts_with(kByteOrderMark)) content.text.erase(0, kByteOrderMark.size());
    const SourceFileId file = sources.add(path, std::move(content.text));
    if (!check_text(file, sources, diagnostics)) return std::nullopt;
    return file;
}

std::string path_beside(const std::string& scenario_path, const std::string& file) {
    return (std::filesystem::path(scenario_path).parent_path() / file).lexically_normal().generic_string();
}

}  // namespace strife
