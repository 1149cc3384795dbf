using Tessera.Adapters.Library;
using Tessera.Adapters.Lora;
using Tessera.Adapters.Models;
using Tessera.Adapters.Training.Data;
using Tessera.Adapters.Training.Losses;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Randomness;
using Tessera.Sdk.Tensors.Experts;
using TorchSharp;

namespace Tessera.Adapters.Training.Experts;

/// <summary>Trains experts into a library, as many side by side as are wanted, and goes on where it was interrupted.</summary>
internal sealed class ExpertTraining
{
    public required LanguageModelFolder Model { get; init; }

    public required LoraSettings Settings { get; init; }

    public required LoraInitialization Initialization { get; init; }

    /// <summary>The experts to go on from, each from that of its name, or all from the only one; null to begin with nothing.</summary>
    public ExpertLibrary? Start { get; init; }

    public required TrainingLoss Loss { get; init; }

    public required TrainingOptions Options { get; init; }

    /// <summary>How many examples of a step each expert learns from.</summary>
    public required int Batch { get; init; }

    /// <summary>How many experts train side by side.</summary>
    public required int SideBySide { get; init; }

    public required Seed Seed { get; init; }

    /// <summary>Where training is kept until it is over.</summary>
    public required string Checkpoints { get; init; }

    /// <summary>How many tokens the model has read for it, without padding, not counting what was done before an interruption.</summary>
    public long Tokens { get; private set; }

    /// <summary>Trains.</summary>
    /// <param name="plans">The experts.</param>
    /// <param name="library">Where they go.</param>
    /// <param name="describe">What is to be known of an expert, given its losses.</param>
    /// <param name="told">Told of each step, and of how many steps of other experts were before.</param>
    /// <param name="cancellationToken">Stops between two steps.</param>
    /// <returns>The losses of each expert, by step.</returns>
    /// <exception cref="TesseraException">
    /// Examples do not fit the loss (TESS5516), training cannot go on from the experts that it should (TESS5552), a loss is no finite number (TESS5501), or a checkpoint is damaged.
    /// </exception>
    public IReadOnlyList<IReadOnlyList<float>> Run(IReadOnlyList<ExpertPlan> plans, LibraryFolder library, Func<ExpertPlan, ExpertRecord> describe, Action<int, TrainingProgress> told, CancellationToken cancellationToken)
    {
        var examples = new ExpertExamples(new ExampleTexts(Model.Tokenizer, Model.Model.ContextLength), Loss, Seed);
        // All examples are made first: what is unfit in the last task is said before the first is trained.
        var streams = plans.Select(plan => examples.Of(plan, Batch)).ToList();
        RefuseUnfitStart(plans);
        var losses = new List<IReadOnlyList<float>>();
        for (var first = 0; first < plans.Count; first += SideBySide)
        {
            var count = Math.Min(SideBySide, plans.Count - first);
            losses.AddRange(Train([.. plans.Skip(first).Take(count)], streams.GetRange(first, count), first, library, describe, told, cancellationToken));
        }

        return losses;
    }

    private IEnumerable<IReadOnlyList<float>> Train(
        IReadOnlyList<ExpertPlan> plans, IReadOnlyList<IExampleStream> streams, int first, LibraryFolder library, Func<ExpertPlan, ExpertRecord> describe, Action<int, TrainingProgress> told, CancellationToken cancellationToken)
    {
        using var scope = torch.NewDisposeScope();
        using var experts = new ExpertsInTraining(Model.Model, [.. plans.Select(plan => plan.Name)], Settings, Initialization, Seed.Derive("factors"));
        if (Start is not null) Begin(experts);
        var counted = new CountedExamples(new JoinedExamples(streams));
        var checkpoint = new TrainingCheckpoint(Path.Combine(Checkpoints, $"{plans[0].Name}.safetensors"), string.Join('/', plans.Select(plan => plan.Name)));
        var before = first / SideBySide * Options.Schedule.Steps;
        var losses = new Trainer(Model.Model, Loss.Create(), Options).Run(experts, counted, Seed, checkpoint, progress => told(before, progress), cancellationToken);
        Tokens += counted.Tokens;
        for (var expert = 0; expert < plans.Count; expert++)
        {
            using var ofExpert = torch.NewDisposeScope();
            var factors = experts.Take(expert);
            foreach (var own in factors.Values)
            {
                ofExpert.Attach(own.A);
                ofExpert.Attach(own.B);
            }

            library.Put(new ExpertDraft { Name = plans[expert].Name, Factors = factors, Record = describe(plans[expert]) });
        }

        return [.. plans.Select((_, expert) => (IReadOnlyList<float>)[.. losses.Select(step => step[expert])])];
    }

    /// <summary>Finds the expert that one goes on from.</summary>
    /// <param name="start">The experts to go on from; null for none.</param>
    /// <param name="name">The name of the one that is trained.</param>
    /// <returns>The index; null where it begins with nothing.</returns>
    /// <exception cref="TesseraException">There are several, and none of that name (TESS5552).</exception>
    public static int? OriginOf(ExpertLibrary? start, string name)
    {
        if (start is not { Experts: var known }) return null;
        var own = known.Index().Where(expert => expert.Item.Name == name).Select(expert => (int?)expert.Index).FirstOrDefault();
        return own ?? (known.Count == 1 ? 0 : throw new TesseraException(Diagnostic.Error(
            "TESS5552", $"Training cannot go on from this library: it has {known.Count} experts, and none is named '{name}'.", new SourceLocation(start.Folder), "Go on from a library with an expert of each name, or with a single one for all.")));
    }

    private void RefuseUnfitStart(IReadOnlyList<ExpertPlan> plans)
    {
        foreach (var origin in plans.Select(plan => OriginOf(Start, plan.Name)).OfType<int>().Distinct())
        {
            using var scope = torch.NewDisposeScope();
            _ = ReadOrigin(origin);
        }
    }

    private void Begin(ExpertsInTraining experts)
    {
        foreach (var origin in experts.Names.Index().GroupBy(expert => OriginOf(Start, expert.Item)!.Value))
        {
            using var scope = torch.NewDisposeScope();
            var factors = ReadOrigin(origin.Key);
            foreach (var (index, _) in origin) experts.Begin(index, factors);
        }
    }

    private IReadOnlyDictionary<string, LoraFactors> ReadOrigin(int expert) => ExpertFactors.Read(Start!, expert, [.. Settings.Choose(Model.Model).SelectMany(group => group.Maps)], Settings.Rank);
}
