using System.Security.Cryptography;
using System.Text;
using Tessera.Adapters.Library;
using Tessera.Adapters.Models;
using Tessera.Adapters.Routing;
using Tessera.Adapters.Tasks;
using Tessera.Adapters.Training.Data;
using Tessera.Adapters.Training.Losses;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Randomness;
using Tessera.Sdk.Tensors.Experts;
using TorchSharp;

namespace Tessera.Adapters.Evaluation.Methods;

/// <summary>
/// The training examples of the tasks that an expert was trained on, several where it is of a cluster, mixed; routers are fitted to them. Each task
/// is as likely as the others whatever its number of examples.
/// </summary>
internal sealed class OwnExamples
{
    private const int PerBatch = 16;

    private readonly LanguageModelFolder _model;
    private readonly IExpertLibrary _library;
    private readonly Dictionary<string, SplitTask> _tasks;
    private readonly Seed _seed;
    private readonly ExampleTexts _texts;
    private readonly Dictionary<int, IReadOnlyList<TaskExample>> _found = [];

    /// <param name="model">The model.</param>
    /// <param name="library">The experts.</param>
    /// <param name="training">The tasks that were trained on.</param>
    /// <param name="seed">The origin of the order of examples.</param>
    public OwnExamples(LanguageModelFolder model, IExpertLibrary library, IReadOnlyList<SplitTask> training, Seed seed)
    {
        (_model, _library, _seed) = (model, library, seed);
        _tasks = training.ToDictionary(task => task.Name, StringComparer.Ordinal);
        _texts = new ExampleTexts(model.Tokenizer, model.Model.ContextLength);
    }

    /// <summary>
    /// The examples as a calibration takes them: observed are right answers, in batches; the loss is that of preferring answers where there are wrong
    /// ones, otherwise that of the answers' tokens.
    /// </summary>
    public CalibrationExamples ForCalibration => new(Take, Loss);

    /// <summary>Gets a hash of all that decides what a calibration sees: the model, the examples and their order.</summary>
    /// <returns>The hash in hexadecimal; null where the model's files cannot be read any more.</returns>
    public string? FindOrigin()
    {
        if (_model.FindContentHash() is not { } model) return null;
        var parts = _tasks.Values.OrderBy(task => task.Name, StringComparer.Ordinal)
            .SelectMany(task => task.Training.SelectMany(example => example.Others.Prepend(example.Answer).Prepend(example.Prompt).Prepend($"{example.Others.Count}")).Prepend(task.Name))
            .Prepend(_seed.ToString()).Prepend($"{model} {_model.Model.Type} {_model.Model.Device.type}");
        using var all = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var part in parts) all.AppendData(SHA256.HashData(Encoding.UTF8.GetBytes(part)));
        return Convert.ToHexStringLower(all.GetHashAndReset());
    }

    /// <summary>The examples of an expert, in the order in which they are taken.</summary>
    /// <exception cref="TesseraException">TESS5534: it was trained on none of the tasks, as far as is known.</exception>
    public IReadOnlyList<TaskExample> Of(int expert)
    {
        if (_found.TryGetValue(expert, out var known)) return known;
        var info = _library.Experts[expert];
        var own = info.Metadata.TryGetValue(ExpertKeys.Task, out var names) ? names.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) : [info.Name];
        var tasks = own.Where(_tasks.ContainsKey).Select(name => _tasks[name]).Where(task => task.Training.Count > 0).ToList();
        if (tasks.Count == 0)
            throw new TesseraException(Diagnostic.Error(
                "TESS5534", $"The router is fitted to examples that each expert was trained on, and of '{info.Name}' none of its tasks ({string.Join(", ", own.Take(5))}) is among those of the split.",
                remedy: "Evaluate with the split that the experts were trained with, or with a router that needs no examples, such as router/arrow."));
        return _found[expert] = [.. Mixed(tasks, _seed.Derive(info.Name))];
    }

    private IEnumerable<TokenBatch> Take(int expert, int count)
    {
        foreach (var some in Of(expert).Take(count).Chunk(PerBatch))
            yield return TokenBatch.Of([.. some.Select(example => _texts.Encode(example).Text.Tokens)], _model.Model.Device);
    }

    private torch.Tensor Loss(int expert, int step, IAdaptation adaptation)
    {
        using var scope = torch.NewDisposeScope();
        var own = Of(expert);
        var batch = Enumerable.Range(0, Math.Min(PerBatch, own.Count)).Select(place => _texts.Encode(own[(int)(((long)step * PerBatch + place) % own.Count)])).ToList();
        ITrainingLoss loss = batch.TrueForAll(example => example.Rejected is not null) ? new PreferenceLoss() : new LanguageModellingLoss();
        var context = new LossContext(Training: true, _seed.Derive(_library.Experts[expert].Name).Derive("step", step));
        return loss.Evaluate(_model.Model, adaptation, batch, context).mean().MoveToOuterDisposeScope();
    }

    // One example of each task in turn, those of a task in an order of their own.
    private static IEnumerable<TaskExample> Mixed(IReadOnlyList<SplitTask> tasks, Seed seed)
    {
        var orders = tasks.Select(task =>
        {
            var order = task.Training.ToArray();
            seed.Derive(task.Name).CreateRandom().Shuffle(order);
            return order;
        }).ToList();
        for (var place = 0; place < orders.Max(order => order.Length); place++)
        {
            foreach (var order in orders.Where(order => place < order.Length)) yield return order[place];
        }
    }
}
