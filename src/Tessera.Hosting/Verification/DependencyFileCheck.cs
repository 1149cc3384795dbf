using System.Text.Json;
using Tessera.Hosting.Catalog;
using Tessera.Hosting.Manifests;
using Tessera.Sdk.Diagnostics;

namespace Tessera.Hosting.Verification;

/// <summary>
/// Checks the <c>.deps.json</c> beside a plugin's assembly. The runtime reads it in native code that trusts its form:
/// what is missing or of another type there does not throw, it ends the process.
/// </summary>
internal static class DependencyFileCheck
{
    private const int MaxBytes = 16 * 1024 * 1024;
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 16, CommentHandling = JsonCommentHandling.Disallow, AllowDuplicateProperties = false };
    private static readonly string[] AssetKinds = ["runtime", "native", "resources"];

    public static Diagnostic? Check(InstalledPlugin plugin)
    {
        var path = Path.ChangeExtension(plugin.AssemblyPath, ".deps.json");
        if (!File.Exists(path)) return null;
        try
        {
            var json = ManifestText.Read(path, MaxBytes) ?? throw new FormatException($"It is larger than {MaxBytes / 1024 / 1024} MiB.");
            using var document = JsonDocument.Parse(json, Options);
            ManifestText.RequireUnicode(json);
            CheckTargets(document.RootElement);
            CheckLibraries(document.RootElement);
            return null;
        }
        catch (Exception unfit) when (unfit is JsonException or FormatException or InvalidOperationException or IOException or UnauthorizedAccessException)
        {
            return Diagnostic.Error(
                "TESS2045", $"{Path.GetFileName(path)}, which says where the plugin's assemblies lie, is damaged: {unfit.Message}",
                new SourceLocation(path), "Build or install the plugin again.");
        }
    }

    private static void CheckTargets(JsonElement root)
    {
        var target = Needed(root, "runtimeTarget", JsonValueKind.Object, JsonValueKind.String);
        if (target.ValueKind == JsonValueKind.Object) target = Needed(target, "name", JsonValueKind.String);
        var targets = Needed(root, "targets", JsonValueKind.Object);
        Needed(targets, target.GetString()!, JsonValueKind.Object);
        foreach (var libraries in ObjectsIn(targets))
        {
            foreach (var library in ObjectsIn(libraries))
            {
                foreach (var kind in AssetKinds) CheckFiles(library, kind);
                foreach (var file in FilesOf(library, "runtimeTargets"))
                {
                    Needed(file, "rid", JsonValueKind.String);
                    Needed(file, "assetType", JsonValueKind.String);
                    CheckVersions(file);
                }
            }
        }
    }

    private static void CheckLibraries(JsonElement root)
    {
        foreach (var library in ObjectsIn(Needed(root, "libraries", JsonValueKind.Object)))
        {
            Needed(library, "type", JsonValueKind.String);
            Needed(library, "sha512", JsonValueKind.String);
            Needed(library, "serviceable", JsonValueKind.True, JsonValueKind.False);
            foreach (var optional in new[] { "path", "hashPath", "runtimeStoreManifestName" }) Optional(library, optional, JsonValueKind.String, JsonValueKind.Null);
        }
    }

    private static void CheckFiles(JsonElement library, string kind)
    {
        foreach (var file in FilesOf(library, kind)) CheckVersions(file);
    }

    private static void CheckVersions(JsonElement file)
    {
        Optional(file, "assemblyVersion", JsonValueKind.String);
        Optional(file, "fileVersion", JsonValueKind.String);
    }

    private static IEnumerable<JsonElement> FilesOf(JsonElement library, string kind) =>
        Optional(library, kind, JsonValueKind.Object) is { } files ? ObjectsIn(files) : [];

    private static IEnumerable<JsonElement> ObjectsIn(JsonElement parent)
    {
        foreach (var member in parent.EnumerateObject())
            yield return member.Value.ValueKind == JsonValueKind.Object ? member.Value : throw new FormatException($"'{member.Name}' is not an object.");
    }

    private static JsonElement Needed(JsonElement parent, string name, params JsonValueKind[] kinds) =>
        Optional(parent, name, kinds) ?? throw new FormatException($"'{name}' is missing.");

    private static JsonElement? Optional(JsonElement parent, string name, params JsonValueKind[] kinds)
    {
        if (parent.ValueKind != JsonValueKind.Object) throw new FormatException("It is not an object.");
        if (!parent.TryGetProperty(name, out var member)) return null;
        return kinds.Contains(member.ValueKind) ? member : throw new FormatException($"'{name}' is not of the right type.");
    }
}
