using Tessera.Adapters.Lora;
using Tessera.Adapters.Models;
using Tessera.Adapters.Tasks;
using Tessera.Adapters.Tests.Models;
using Tessera.Adapters.Training;
using Tessera.Adapters.Training.Data;
using Tessera.Adapters.Training.Experts;
using Tessera.Adapters.Training.Losses;
using Tessera.Adapters.Training.Optimisation;
using Tessera.Sdk.Randomness;
using TorchSharp;

namespace Tessera.Adapters.Tests.Training;

/// <summary>A step is cut into passes that fit near the processor; experts become the same however it is cut and on however many threads.</summary>
public sealed class TrainingPassSpecs : IDisposable
{
    private readonly TrainingSetting _setting = new(ModelType.Float64);

    public void Dispose() => _setting.Dispose();

    [Theory]
    [InlineData(1, 1)]
    [InlineData(60, 2)]
    [InlineData(200, 3)]
    public void Experts_become_the_same_however_a_step_is_cut(int tokensPerPass, int threads)
    {
        using var whole = Train(int.MaxValue, 1);

        using var cut = Train(tokensPerPass, threads);

        foreach (var (one, other) in cut.Parameters.Zip(whole.Parameters)) one.Value.detach().ShouldBeNear(other.Value.detach(), 1e-9);
    }

    [Fact]
    public void The_same_passes_on_several_threads_give_the_same_bits_every_time()
    {
        using var first = Train(100, 3);
        for (var i = 0; i < 5; i++)
        {
            using var again = Train(100, 3);
            foreach (var (one, other) in again.Parameters.Zip(first.Parameters)) one.Value.allclose(other.Value, 0, 0).Should().BeTrue(one.Name);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(60)]
    [InlineData(200)]
    public void A_part_is_alone_with_its_members_if_no_other_part_of_the_step_has_them(int tokensPerPass)
    {
        using var trained = Train(tokensPerPass, 1);

        trained.Parts.Should().HaveCount(6).And.Contain(parts => parts.Any(part => part.IsAlone == tokensPerPass > 1));
        foreach (var parts in trained.Parts)
        {
            foreach (var (first, count, isAlone) in parts) isAlone.Should().Be(parts.Count(other => other.First < first + count && first < other.First + other.Count) == 1);
        }
    }

    [Fact]
    public void A_step_is_cut_between_members_or_within_one_but_never_across()
    {
        // Two members of three pairs each: texts of ten tokens, then of thirty.
        TrainingExample[] examples = [.. Enumerable.Repeat(Pair(10), 3), .. Enumerable.Repeat(Pair(30), 3)];

        PassSlice.Cut(examples, 2, 1000).Should().Equal(new PassSlice(0, 2, 0, 6));
        PassSlice.Cut(examples, 2, 359).Should().Equal(new PassSlice(0, 1, 0, 3), new PassSlice(1, 1, 3, 3));
        PassSlice.Cut(examples, 2, 120).Should().Equal(new PassSlice(0, 1, 0, 3), new PassSlice(1, 1, 3, 2), new PassSlice(1, 1, 5, 1));
        PassSlice.Cut(examples, 2, 1).Should().Equal(Enumerable.Range(0, 6).Select(example => new PassSlice(example / 3, 1, example, 1)));
    }

    [Fact]
    public void Examples_of_like_length_go_through_the_model_together()
    {
        var texts = new ExampleTexts(_setting.Model.Tokenizer, _setting.Model.Model.ContextLength);
        TrainingExample[] examples = [.. new[] { 1, 6, 2, 5, 3, 4 }.Select(length => texts.Encode(new TaskExample("", new string('a', length), [new string('b', length)])))];
        using var experts = new ExpertsInTraining(_setting.Model.Model, ["one"], new LoraSettings { Rank = 2 }, LoraInitialization.FanIn, new Seed(5));
        var seen = new SeenLengths();

        new Trainer(_setting.Model.Model, seen, new TrainingOptions { Schedule = new LearningSchedule(ScheduleShape.Constant, 1), TokensPerPass = 32, Threads = 1 })
            .Run(experts, new SameExamples(examples), new Seed(1), cancellationToken: TestContext.Current.CancellationToken);

        seen.Passes.Should().HaveCountGreaterThan(1);
        seen.Passes.SelectMany(pass => pass).Should().HaveCount(6).And.BeInDescendingOrder();
    }

    [Fact]
    public void What_goes_wrong_on_a_thread_is_thrown_to_whoever_waits()
    {
        var run = () => SideBySide.Run(8, 3, index => { if (index == 5) throw new InvalidOperationException("the fifth"); });

        run.Should().Throw<InvalidOperationException>().WithMessage("the fifth");
    }

    [Fact]
    public void Work_for_no_thread_at_all_is_refused() => new Action(() => SideBySide.Run(2, 0, _ => { })).Should().Throw<ArgumentOutOfRangeException>();

    private sealed class SameExamples(IReadOnlyList<TrainingExample> examples) : IExampleStream
    {
        public IReadOnlyList<TrainingExample> Take(int step) => examples;
    }

    private sealed class SeenLengths : ITrainingLoss
    {
        public List<int[]> Passes { get; } = [];

        public torch.Tensor Evaluate(CausalModel model, IAdaptation? adaptation, IReadOnlyList<TrainingExample> examples, LossContext context)
        {
            Passes.Add([.. examples.Select(PassSlice.LengthOf)]);
            return new PreferenceLoss().Evaluate(model, adaptation, examples, context);
        }
    }

    private sealed class SeenParts(ExpertsInTraining trained) : ITrainable
    {
        public List<List<(int First, int Count, bool IsAlone)>> Parts { get; } = [];

        public IReadOnlyList<TrainedParameter> Parameters => trained.Parameters;

        public int Members => trained.Members;

        public void Prepare(int step) => Parts.Add([]);

        public IReadOnlyList<torch.Tensor?> Adapt(MapGroup group, torch.Tensor hidden, TokenBatch batch) => trained.Adapt(group, hidden, batch);

        public ITrainedPart? Part(int first, int count, bool isAlone = false)
        {
            Parts[^1].Add((first, count, isAlone));
            return trained.Part(first, count, isAlone);
        }

        public void Dispose() => trained.Dispose();
    }

    private static TrainingExample Pair(int tokens)
    {
        var text = new TrainingText([.. Enumerable.Repeat(3, tokens)], 1);
        return new TrainingExample(text, text);
    }

    private SeenParts Train(int tokensPerPass, int threads)
    {
        var texts = new ExampleTexts(_setting.Model.Tokenizer, _setting.Model.Model.ContextLength);
        var experts = new SeenParts(new ExpertsInTraining(_setting.Model.Model, _setting.Split.Training, new LoraSettings { Rank = 2, Scaling = 2 }, LoraInitialization.FanIn, new Seed(5)));
        var examples = new JoinedExamples([.. TaskFolder.Read(_setting.Folder.Path, _setting.Split.Training).Select(task => new ShuffledExamples([.. task.Examples.Select(example => texts.Encode(example))], 4, new Seed(3).Derive(task.Name)))]);
        var options = new TrainingOptions { Schedule = new LearningSchedule(ScheduleShape.Linear, 6), Optimiser = new AdamWOptions { ClipNorm = 0.3 }, TokensPerPass = tokensPerPass, Threads = threads };
        new Trainer(_setting.Model.Model, new PreferenceLoss(), options).Run(experts, examples, new Seed(1), cancellationToken: TestContext.Current.CancellationToken);
        return experts;
    }
}
