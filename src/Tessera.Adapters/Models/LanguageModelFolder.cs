using Tessera.Adapters.Models.Folders;
using Tessera.Adapters.Models.Tokenizers;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Tensors.Native;
using TorchSharp;

namespace Tessera.Adapters.Models;

/// <summary>A base model in the layout of Hugging Face: a folder with <c>config.json</c>, weights in safetensors, and a tokenizer.</summary>
public sealed class LanguageModelFolder : IDisposable
{
    private LanguageModelFolder(string path, CausalModel model, TextTokenizer tokenizer) => (Path, Model, Tokenizer) = (path, model, tokenizer);

    /// <summary>The folder, as a whole path.</summary>
    public string Path { get; }

    /// <summary>The model.</summary>
    public CausalModel Model { get; }

    /// <summary>The tokenizer.</summary>
    public TextTokenizer Tokenizer { get; }

    /// <summary>Opens a model.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="type">The type that weights are converted to and hidden states have: Float32, Float16, BFloat16 or Float64; null for single precision.</param>
    /// <param name="device">Where the model runs, <c>cpu</c>, <c>cuda</c> or <c>cuda:1</c>.</param>
    /// <returns>The model, which the caller disposes of.</returns>
    /// <exception cref="TesseraException">
    /// The configuration is missing or malformed (TESS5201), or asks for what is not supported (TESS5202); a tensor is missing (TESS5203)
    /// or of another shape (TESS5204); the weights are missing (TESS5205) or damaged (TESS5001 to TESS5004); the device is not there
    /// (TESS5206); or there is no tokenizer that can be read (TESS5207).
    /// </exception>
    public static LanguageModelFolder Open(string path, torch.ScalarType type = torch.ScalarType.Float32, string device = "cpu")
    {
        ArgumentNullException.ThrowIfNull(path);
        Libtorch.EnsureLoaded();
        var whole = System.IO.Path.GetFullPath(path);
        var place = Devices.Find(device);
        var config = ModelConfig.Read(whole);
        var family = ModelFamilies.Find(config);
        var tokenizer = TokenizerFiles.Open(whole, config);
        using var files = WeightFiles.Open(whole);
        using var scope = torch.NewDisposeScope();
        var weights = new WeightReader(files, whole, type, place);
        try
        {
            return new LanguageModelFolder(whole, family(config, weights), tokenizer);
        }
        catch
        {
            weights.Dispose();
            throw;
        }
    }

    /// <summary>Disposes of the model.</summary>
    public void Dispose() => Model.Dispose();
}
