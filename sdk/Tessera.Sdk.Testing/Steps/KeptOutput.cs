using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Tessera.Sdk.Steps;

namespace Tessera.Sdk.Testing.Steps;

/// <summary>Keeps what steps hand over, and takes it up again, as a run does: as JSON, or as the artifact itself says.</summary>
internal static class KeptOutput
{
    private static readonly JsonSerializerOptions _json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>What is kept of an output, as text: JSON, or the hashes of an artifact's files.</summary>
    public static async Task<string> TextAsync(object output, Type type, CancellationToken token) =>
        (await KeepAsync(output, type, takesUp: false, token).ConfigureAwait(false)).Kept;

    /// <summary>What is kept of an output, and what is kept of it again after it was taken up.</summary>
    public static async Task<(string Kept, string Again)> TwiceAsync(object output, Type type, CancellationToken token)
    {
        var (kept, again) = await KeepAsync(output, type, takesUp: true, token).ConfigureAwait(false);
        return (kept, again!);
    }

    private static async Task<(string Kept, string? Again)> KeepAsync(object output, Type type, bool takesUp, CancellationToken token)
    {
        if (!type.GetInterfaces().Any(contract => contract.IsGenericType && contract.GetGenericTypeDefinition() == typeof(IArtifact<>)))
        {
            var json = JsonSerializer.Serialize(output, type, _json);
            return (json, takesUp ? JsonSerializer.Serialize(JsonSerializer.Deserialize(json, type, _json), type, _json) : null);
        }

        using var run = new TrialRun("artifact");
        await Invoke(nameof(SaveAsync), type, output, run.Folder, token).ConfigureAwait(false);
        var kept = JsonSerializer.Serialize(run.Files, _json);
        if (!takesUp) return (kept, null);
        var taken = await ((Task<object>)Invoke(nameof(LoadAsync), type, run.Folder, token)).ConfigureAwait(false);
        var again = await TextAsync(taken, type, token).ConfigureAwait(false);
        await Disposal.DisposeAsync(taken).ConfigureAwait(false);
        return (kept, again);
    }

    private static Task Invoke(string method, Type artifact, params object[] arguments) =>
        (Task)typeof(KeptOutput).GetMethod(method, BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(artifact)
            .Invoke(null, BindingFlags.DoNotWrapExceptions, null, arguments, null)!;

    private static Task SaveAsync<TArtifact>(object output, string folder, CancellationToken token) where TArtifact : class, IArtifact<TArtifact> => ((TArtifact)output).SaveAsync(folder, token);

    private static async Task<object> LoadAsync<TArtifact>(string folder, CancellationToken token) where TArtifact : class, IArtifact<TArtifact> =>
        await TArtifact.LoadAsync(folder, token).ConfigureAwait(false);
}
