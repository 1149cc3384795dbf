using Tessera.Adapters.Lora;
using Tessera.Adapters.Models;
using Tessera.Adapters.Training;
using Tessera.Adapters.Training.Data;
using Tessera.Adapters.Training.Experts;
using Tessera.Adapters.Training.Losses;
using Tessera.Adapters.Training.Optimisation;
using Tessera.Sdk.Randomness;
using Tessera.Sdk.Tensors.Native;
using TorchSharp;

namespace Tessera.Adapters.Tests.Training;

/// <summary>Experts that train side by side become what each would become alone, and training goes on after an interruption as if there had been none.</summary>
public sealed class SideBySideSpecs : IDisposable
{
    private static readonly string[] Tasks = ["passive_1", "anaphor_number_agreement", "wh_island"];

    private readonly LanguageModelFolder _model = LanguageModelFolder.Open(SharedData.Require(Pairs.Model));
    private readonly LanguageModelFolder _exact = LanguageModelFolder.Open(SharedData.Require(Pairs.Model), ModelType.Float64);

    public void Dispose()
    {
        _model.Dispose();
        _exact.Dispose();
    }

    [Theory]
    [InlineData(null)]
    [InlineData(0.05)]
    public void An_expert_becomes_the_same_alone_and_among_others(double? clip)
    {
        using var together = Train(_exact, Tasks, Options(8, clip));

        for (var i = 0; i < Tasks.Length; i++)
        {
            using var alone = Train(_exact, [Tasks[i]], Options(8, clip));
            var (own, among) = (alone.Take(0), together.Take(i));
            own.Keys.Should().Equal(among.Keys);
            foreach (var map in own.Keys)
            {
                own[map].A.ShouldBeNear(among[map].A, 1e-9);
                own[map].B.ShouldBeNear(among[map].B, 1e-9);
                own[map].B.abs().max().Number().Should().BeGreaterThan(1e-3);
            }
        }
    }

    [Fact]
    public void Training_goes_on_after_an_interruption_bit_by_bit()
    {
        using var folder = new TemporaryFolder();
        using var undisturbed = Train(_model, Tasks, Options(9, 1));
        using var cancel = new CancellationTokenSource();
        var checkpoint = new TrainingCheckpoint(Path.Combine(folder.Path, "training.safetensors"), "key");
        using (var interrupted = Experts(Tasks))
        {
            var run = () => Trainer(Options(9, 1)).Run(interrupted, Examples(Tasks), new Seed(3), checkpoint, told => { if (told.Step == 6) cancel.Cancel(); }, cancel.Token);
            run.Should().Throw<OperationCanceledException>();
        }

        using var resumed = Experts(Tasks);
        var first = -1;
        Trainer(Options(9, 1)).Run(resumed, Examples(Tasks), new Seed(3), checkpoint, told => first = first < 0 ? told.Step : first, TestContext.Current.CancellationToken);

        first.Should().Be(6, "the checkpoint of step 6 is the last before the interruption");
        foreach (var (one, other) in resumed.Parameters.Zip(undisturbed.Parameters)) one.Value.allclose(other.Value, 0, 0).Should().BeTrue(one.Name);
    }

    [Fact]
    public void A_checkpoint_of_another_training_is_not_gone_on_from()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "training.safetensors");
        using (var first = Experts(Tasks)) Trainer(Options(3, null)).Run(first, Examples(Tasks), new Seed(3), new TrainingCheckpoint(path, "one"), cancellationToken: TestContext.Current.CancellationToken);

        using var second = Experts(Tasks);
        var steps = new List<int>();
        Trainer(Options(3, null)).Run(second, Examples(Tasks), new Seed(3), new TrainingCheckpoint(path, "other"), told => steps.Add(told.Step), TestContext.Current.CancellationToken);

        steps.Should().Equal(0, 1, 2);
    }

    [Fact]
    public void Training_teaches_a_task_and_leaves_no_tensor_behind()
    {
        var pairs = Pairs.Read(_model, "passive_1");
        using var experts = Experts(["passive_1"]);
        var before = Accuracy(experts, pairs);
        Trainer(Options(2, null)).Run(experts, Pairs.Stream([.. pairs.Take(800)], 32, "passive_1"), new Seed(3), cancellationToken: TestContext.Current.CancellationToken);
        var live = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        Trainer(Options(40, null)).Run(experts, Pairs.Stream([.. pairs.Take(800)], 32, "passive_1"), new Seed(3), cancellationToken: TestContext.Current.CancellationToken);

        DisposeScopeManager.Statistics.ThreadTotalLiveCount.Should().Be(live);
        Accuracy(experts, pairs).Should().BeGreaterThan(0.9).And.BeGreaterThan(before + 0.05);
    }

    private double Accuracy(ExpertsInTraining experts, IReadOnlyList<TrainingExample> pairs)
    {
        using var scope = torch.NewDisposeScope();
        using var none = torch.no_grad();
        var loss = new PreferenceLoss().Evaluate(_model.Model, experts, [.. pairs.Skip(850)], new LossContext(false, default));
        return loss.Below(Math.Log(2)).to_type(torch.ScalarType.Float64).mean().Number();
    }

    private static ExpertsInTraining Train(LanguageModelFolder model, IReadOnlyList<string> tasks, TrainingOptions options)
    {
        var experts = Experts(model, tasks);
        new Trainer(model.Model, new PreferenceLoss(), options).Run(experts, Examples(model, tasks), new Seed(3), cancellationToken: TestContext.Current.CancellationToken);
        return experts;
    }

    private Trainer Trainer(TrainingOptions options) => new(_model.Model, new PreferenceLoss(), options);

    private ExpertsInTraining Experts(IReadOnlyList<string> tasks) => Experts(_model, tasks);

    private static ExpertsInTraining Experts(LanguageModelFolder model, IReadOnlyList<string> tasks) => new(model.Model, tasks, new LoraSettings(), LoraInitialization.FanIn, new Seed(5));

    private JoinedExamples Examples(IReadOnlyList<string> tasks) => Examples(_model, tasks);

    private static JoinedExamples Examples(LanguageModelFolder model, IReadOnlyList<string> tasks) => new([.. tasks.Select(task => Pairs.Stream(Pairs.Read(model, task, 40), 6, task))]);

    private static TrainingOptions Options(int steps, double? clip) => new()
    {
        Schedule = new LearningSchedule(ScheduleShape.Linear, steps, 2), LearningRate = 5e-3, CheckpointEvery = 3, Optimiser = new AdamWOptions { ClipNorm = clip, WeightDecay = 0.01 },
    };
}
