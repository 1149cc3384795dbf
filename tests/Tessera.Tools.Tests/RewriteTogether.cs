using System.Text.Json.Nodes;
using Tessera.Sdk.Tools;
using Tessera.Tools.Rewrite;
using Tessera.Tools.View;

namespace Tessera.Tools.Tests;

/// <summary>The tools <c>rewrite</c> and <c>view</c> in one session.</summary>
internal static class RewriteTogether
{
    public static Project New(RewriteOptions? options = null) =>
        new(new RewriteTool(options ?? new RewriteOptions(), TimeProvider.System), others: new ViewTool(new ViewOptions()));

    public static Task<Observation> View(this Project project, string path) => project.CallAsync("view", new JsonObject { ["path"] = path });

    public static Task<Observation> Undo(this Project project, string path) => project.CallAsync("rewrite", new JsonObject { ["path"] = path, ["undo"] = true });

    public static Task<Observation> Rewrite(this Project project, string path, int? start, int? end, string code, string? expected = null) =>
        project.CallAsync("rewrite", new JsonObject { ["path"] = path, ["start"] = start, ["end"] = end, ["new_code"] = code, ["expected"] = expected });
}
