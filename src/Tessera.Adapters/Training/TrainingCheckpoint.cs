using System.Globalization;
using Tessera.Adapters.Safetensors;
using Tessera.Adapters.Training.Optimisation;
using Tessera.Sdk.Diagnostics;
using TorchSharp;

namespace Tessera.Adapters.Training;

/// <summary>Training in a file, from which it goes on: parameters, the optimiser's moments and all losses so far as safetensors, the step in the metadata.</summary>
/// <param name="path">The file.</param>
/// <param name="key">What the training depends on; a checkpoint with another key is not gone on from.</param>
public sealed class TrainingCheckpoint(string path, string key)
{
    private const string Losses = "losses";

    /// <summary>Puts parameters and optimiser where the checkpoint is; does nothing where there is none with this key.</summary>
    /// <returns>The losses of each step so far.</returns>
    /// <exception cref="TesseraException">The file is damaged (TESS5001 to TESS5004), or lacks a tensor or has one of another shape (TESS5502).</exception>
    internal IReadOnlyList<IReadOnlyList<float>> Restore(ITrainable trained, AdamW optimiser)
    {
        if (!File.Exists(path)) return [];
        using var file = SafetensorsFile.Open(path);
        if (file.Metadata.GetValueOrDefault("key") != key || !int.TryParse(file.Metadata.GetValueOrDefault("step"), CultureInfo.InvariantCulture, out var step)) return [];
        using var scope = torch.NewDisposeScope();
        using var none = torch.no_grad();
        foreach (var parameter in trained.Parameters) parameter.Value.copy_(Read(file, parameter.Name, parameter.Value));
        optimiser.Restore(step, optimiser.State.ToDictionary(pair => pair.Key, pair => Read(file, pair.Key, pair.Value), StringComparer.Ordinal));
        using var losses = torch.zeros(step, trained.Members);
        return [.. Read(file, Losses, losses).data<float>().ToArray().Chunk(trained.Members)];
    }

    /// <summary>Keeps where training is, in place of what was kept before.</summary>
    internal void Save(ITrainable trained, AdamW optimiser, IReadOnlyList<IReadOnlyList<float>> losses)
    {
        using var scope = torch.NewDisposeScope();
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var tensors = trained.Parameters.ToDictionary(parameter => parameter.Name, parameter => parameter.Value.detach(), StringComparer.Ordinal);
        foreach (var (name, moment) in optimiser.State) tensors[name] = moment;
        using var told = torch.tensor(losses.SelectMany(step => step).ToArray(), [losses.Count, trained.Members]);
        tensors[Losses] = told;
        SafetensorsWriter.Write(path, tensors, new Dictionary<string, string> { ["key"] = key, ["step"] = optimiser.Step.ToString(CultureInfo.InvariantCulture) });
    }

    private torch.Tensor Read(SafetensorsFile file, string name, torch.Tensor like)
    {
        if (!file.Names.Contains(name) || !file.ShapeOf(name).SequenceEqual(like.shape))
            throw new TesseraException(Diagnostic.Error("TESS5502", $"The checkpoint has no '{name}' of the shape ({string.Join(", ", like.shape)}).", new SourceLocation(path), "Remove the file; training then begins anew."));
        return file.Read(name);
    }
}
