using System.Text.Json;
using Tessera.Adapters.Models.Folders;
using Tessera.Adapters.Models.Local;
using Tessera.Adapters.Models.Tokenizers;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Steps;
using Tessera.Sdk.Tensors.Native;
using TorchSharp;

namespace Tessera.Adapters.Models;

/// <summary>A base model in the layout of Hugging Face: a folder with <c>config.json</c>, weights in safetensors, and a tokenizer.</summary>
public sealed class LanguageModelFolder : IArtifact<LanguageModelFolder>, IDisposable
{
    private const string ReferenceFile = "model.json";

    private readonly ModelType _type;
    private readonly string _device;
    private readonly Lazy<string?> _contentHash;

    private LanguageModelFolder(string path, string? stamp, ModelType type, string device, long parameters, CausalModel model, TextTokenizer tokenizer)
    {
        (Path, _type, _device, ParameterCount, Model, Tokenizer) = (path, type, device, parameters, model, tokenizer);
        _contentHash = new Lazy<string?>(() => HashOf(path, stamp));
    }

    /// <summary>The folder, as a whole path.</summary>
    public string Path { get; }

    /// <summary>The model.</summary>
    public CausalModel Model { get; }

    /// <summary>The tokenizer.</summary>
    public TextTokenizer Tokenizer { get; }

    /// <summary>How many numbers the model's weights are; weights that are used twice are counted once.</summary>
    public long ParameterCount { get; }

    /// <summary>Opens a model.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="type">The type that weights are converted to and hidden states have, whatever they are stored in.</param>
    /// <param name="device">Where the model runs, <c>cpu</c>, <c>cuda</c> or <c>cuda:1</c>.</param>
    /// <returns>The model, which the caller disposes of.</returns>
    /// <exception cref="TesseraException">
    /// The configuration is missing or malformed (TESS5201), or asks for what is not supported (TESS5202); a tensor is missing (TESS5203)
    /// or of another shape (TESS5204); the weights are missing (TESS5205) or damaged (TESS5001 to TESS5004); the device is not there
    /// (TESS5206); or there is no tokenizer that can be read (TESS5207).
    /// </exception>
    public static LanguageModelFolder Open(string path, ModelType type = ModelType.Float32, string device = "cpu")
    {
        ArgumentNullException.ThrowIfNull(path);
        Libtorch.EnsureLoaded();
        var whole = System.IO.Path.GetFullPath(path);
        var place = Devices.Find(device);
        var stamp = StampOf(whole);
        var config = ModelConfig.Read(whole);
        var family = ModelFamilies.Find(config);
        var tokenizer = TokenizerFiles.Open(whole, config);
        using var files = WeightFiles.Open(whole);
        using var scope = torch.NewDisposeScope();
        var weights = new WeightReader(files, whole, ScalarTypeOf(type), place);
        try
        {
            var model = family(config, weights);
            return new LanguageModelFolder(whole, stamp, type, device, weights.Count, model, tokenizer);
        }
        catch
        {
            weights.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public async Task SaveAsync(string folder, CancellationToken cancellationToken)
    {
        // A model that a step wrote into its own folder moves with the run; one from elsewhere stays where it is.
        var inside = System.IO.Path.GetRelativePath(folder, Path);
        var path = inside.StartsWith(System.IO.Path.Combine("..", "files") + System.IO.Path.DirectorySeparatorChar, StringComparison.Ordinal) ? inside.Replace('\\', '/') : Path;
        var json = JsonSerializer.Serialize(new ModelReference(path, _type, _device));
        await File.WriteAllTextAsync(System.IO.Path.Combine(folder, ReferenceFile), json, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public static async Task<LanguageModelFolder> LoadAsync(string folder, CancellationToken cancellationToken)
    {
        var reference = JsonSerializer.Deserialize<ModelReference>(await File.ReadAllTextAsync(System.IO.Path.Combine(folder, ReferenceFile), cancellationToken).ConfigureAwait(false))!;
        return Open(System.IO.Path.GetFullPath(reference.Folder, folder), reference.Type, reference.Device);
    }

    /// <summary>Gets the hash of all files that decide the model's answers, which are read once.</summary>
    /// <returns>The hash; null where they cannot be read any more, or are not those that were opened.</returns>
    internal string? FindContentHash() => _contentHash.Value;

    /// <summary>Disposes of the model.</summary>
    public void Dispose() => Model.Dispose();

    private static string? HashOf(string path, string? stamp)
    {
        try
        {
            var hash = ContentHash.Of(path);
            return stamp is not null && StampOf(path) == stamp ? hash : null;
        }
        catch (Exception unreadable) when (unreadable is TesseraException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    // What cannot be looked at is said where it is opened.
    private static string? StampOf(string path)
    {
        try
        {
            return ContentHash.StampOf(path);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static torch.ScalarType ScalarTypeOf(ModelType type) => type switch
    {
        ModelType.Float16 => torch.ScalarType.Float16,
        ModelType.Bfloat16 => torch.ScalarType.BFloat16,
        ModelType.Float64 => torch.ScalarType.Float64,
        _ => torch.ScalarType.Float32,
    };
}
