using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tessera.Sdk.Steps;

namespace Tessera.Pipelines.Running;

/// <summary>Saves and loads what steps hand over: as JSON, or as the artifact itself says.</summary>
internal static class OutputStore
{
    private const string JsonFile = "output.json";
    private const string ArtifactFolder = "output";

    public static async Task SaveAsync(object output, string folder, CancellationToken cancellationToken)
    {
        if (IsArtifact(output.GetType()))
        {
            var artifact = Directory.CreateDirectory(Path.Combine(folder, ArtifactFolder)).FullName;
            await Invoke(nameof(SaveArtifactAsync), output.GetType(), output, artifact, cancellationToken).ConfigureAwait(false);
            return;
        }

        DurableFile.Write(Path.Combine(folder, JsonFile), JsonSerializer.Serialize(output, output.GetType(), RunJson.Options) + "\n");
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

    private static bool IsArtifact(Type type) =>
        type.GetInterfaces().Any(contract => contract.IsGenericType && contract.GetGenericTypeDefinition() == typeof(IArtifact<>));

    private static Task Invoke(string method, Type artifact, params object[] arguments) =>
        (Task)typeof(OutputStore).GetMethod(method, BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(artifact).Invoke(null, arguments)!;

    private static Task SaveArtifactAsync<T>(object output, string folder, CancellationToken cancellationToken) where T : class, IArtifact<T> =>
        ((T)output).SaveAsync(folder, cancellationToken);

    private static async Task<object> LoadArtifactAsync<T>(string folder, CancellationToken cancellationToken) where T : class, IArtifact<T> =>
        await T.LoadAsync(folder, cancellationToken).ConfigureAwait(false);
}
