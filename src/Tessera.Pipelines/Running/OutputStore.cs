using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Steps;

namespace Tessera.Pipelines.Running;

/// <summary>Saves and loads what steps hand over: as JSON, or as the artifact itself says.</summary>
internal static class OutputStore
{
    private const string JsonFile = "output.json";
    private const string ArtifactFolder = "output";

    /// <summary>Saves an output, and makes sure that whoever loads it gets the same.</summary>
    /// <exception cref="TesseraException">The output would come back as something else.</exception>
    public static async Task SaveAsync(object output, Type declared, string folder, CancellationToken cancellationToken)
    {
        if (output.GetType() != declared)
            throw Unfaithful($"The step says that it hands over {declared.Name}, and handed over {output.GetType().Name}.");
        if (IsArtifact(declared))
        {
            var artifact = Directory.CreateDirectory(Path.Combine(folder, ArtifactFolder)).FullName;
            await Invoke(nameof(SaveArtifactAsync), declared, output, artifact, cancellationToken).ConfigureAwait(false);
            return;
        }

        var json = JsonSerializer.Serialize(output, declared, RunJson.Options);
        if (JsonSerializer.Serialize(JsonSerializer.Deserialize(json, declared, RunJson.Options), declared, RunJson.Options) != json)
            throw Unfaithful($"{declared.Name} does not come back from JSON as it went there: each of its properties needs a setter or a parameter of the constructor.");
        DurableFile.Write(Path.Combine(folder, JsonFile), json + "\n");
    }

    public static async Task<object> LoadAsync(Type type, string folder, CancellationToken cancellationToken)
    {
        if (IsArtifact(type))
        {
            var loading = Invoke(nameof(LoadArtifactAsync), type, Path.Combine(folder, ArtifactFolder), cancellationToken);
            return await ((Task<object>)loading).ConfigureAwait(false);
        }

        await using var stream = File.OpenRead(Path.Combine(folder, JsonFile));
        return await JsonSerializer.DeserializeAsync(stream, type, RunJson.Options, cancellationToken).ConfigureAwait(false)
            ?? throw new InvalidDataException($"{JsonFile} holds nothing.");
    }

    public static bool Exists(string folder) => File.Exists(Path.Combine(folder, JsonFile)) || Directory.Exists(Path.Combine(folder, ArtifactFolder));

    /// <summary>The output as JSON; null for an artifact.</summary>
    public static JsonNode? Peek(string folder)
    {
        var file = Path.Combine(folder, JsonFile);
        return File.Exists(file) ? JsonNode.Parse(File.ReadAllText(file)) : null;
    }

    /// <summary>SHA-256 of what is stored, in hexadecimal.</summary>
    public static string Hash(string folder)
    {
        var file = Path.Combine(folder, JsonFile);
        return ContentHashes.Compute(File.Exists(file) ? file : Path.Combine(folder, ArtifactFolder));
    }

    private static TesseraException Unfaithful(string message) =>
        new(Diagnostic.Error("TESS4012", message, remedy: "Mend the step: what it hands over is stored, so that a later run can go on from there."));

    private static bool IsArtifact(Type type) =>
        type.GetInterfaces().Any(contract => contract.IsGenericType && contract.GetGenericTypeDefinition() == typeof(IArtifact<>));

    private static Task Invoke(string method, Type artifact, params object[] arguments) =>
        (Task)typeof(OutputStore).GetMethod(method, BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(artifact)
            .Invoke(null, BindingFlags.DoNotWrapExceptions, null, arguments, null)!;

    private static Task SaveArtifactAsync<T>(object output, string folder, CancellationToken cancellationToken) where T : class, IArtifact<T> =>
        ((T)output).SaveAsync(folder, cancellationToken);

    private static async Task<object> LoadArtifactAsync<T>(string folder, CancellationToken cancellationToken) where T : class, IArtifact<T> =>
        await T.LoadAsync(folder, cancellationToken).ConfigureAwait(false);
}
