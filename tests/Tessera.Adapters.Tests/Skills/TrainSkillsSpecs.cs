using Tessera.Adapters.Library;
using Tessera.Adapters.Models;
using Tessera.Adapters.Routing;
using Tessera.Adapters.Steps;
using Tessera.Adapters.Tasks;
using Tessera.Adapters.Tests.Training;
using Tessera.Adapters.Training.Data;
using Tessera.Adapters.Training.Losses;
using Tessera.Routers.Poly;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Findings;
using Tessera.Sdk.Parts;
using Tessera.Sdk.Randomness;
using Tessera.Sdk.Tensors.Native;
using Tessera.Sdk.Tensors.Routing;
using TorchSharp;

namespace Tessera.Adapters.Tests.Skills;

/// <summary>The step that trains Poly and MHR, on a real model and real minimal pairs.</summary>
public sealed class TrainSkillsSpecs : IDisposable
{
    private static readonly string[] Tasks = ["anaphor_number_agreement", "passive_1", "regular_plural_subject_verb_agreement_1", "wh_island"];

    private readonly LanguageModelFolder _model = LanguageModelFolder.Open(SharedData.Require(Pairs.Model));
    private readonly RecordingContext _context = new();

    public void Dispose()
    {
        _context.Dispose();
        _model.Dispose();
    }

    [Theory]
    [InlineData("router/poly")]
    [InlineData("router/mhr")]
    public async Task I_can_train_skills_for_several_tasks_and_each_task_is_done_much_better(string router)
    {
        var options = Options(router, 120);
        using var library = await new TrainSkillsStep(options, TimeProvider.System).RunAsync(_context, TestContext.Current.CancellationToken);

        library.Experts.Select(expert => expert.Name).Should().Equal("skill-0", "skill-1", "skill-2", "skill-3");
        library.Experts[0].Metadata["task"].Should().Be(string.Join(',', Tasks));
        var curve = _context.Findings.OfType<Series>().Single().Lines.Single().Points;
        curve.Should().HaveCount(120);
        curve.TakeLast(20).Average(point => point.Y).Should().BeLessThan(0.5 * curve.Take(5).Average(point => point.Y));
        using var trained = TrainedRouting.Find(library, router)!;
        await using var part = options.Router.Create();
        using var routed = RoutedExperts.Prepare(part.Value, library, trained.Tasks, new Seed(1), trained);
        var (before, after) = (Accuracy(null), Accuracy(new RoutedAdaptation(routed)));
        TestContext.Current.SendDiagnosticMessage($"{router}: {before:F3} before, {after:F3} after, loss {curve[^1].Y:F3}");
        after.Should().BeGreaterThan(0.85).And.BeGreaterThan(before + 0.15);
    }

    [Fact]
    public async Task Training_can_go_on_from_skills_with_their_routing_or_as_their_average()
    {
        using var first = await new TrainSkillsStep(Options("router/poly", 10), TimeProvider.System).RunAsync(_context, TestContext.Current.CancellationToken);
        using var context = new RecordingContext();
        var more = Options("router/poly", 1);
        (more.Start, more.LearningRate, more.RoutingLearningRate) = (first, 1e-12, 1e-12);

        using var second = await new TrainSkillsStep(more, TimeProvider.System).RunAsync(context, TestContext.Current.CancellationToken);

        using var scope = torch.NewDisposeScope();
        second.Read(2, 3)!.B.ShouldBeNear(first.Read(2, 3)!.B, 1e-9);
        using var one = TrainedRouting.Find(first, "router/poly")!;
        using var other = TrainedRouting.Find(second, "router/poly")!;
        foreach (var (map, state) in one.State) other.State[map]["logits"].ShouldBeNear(state["logits"], 1e-7);

        using var third = new RecordingContext();
        var average = Options("router/poly", 2, new PolyOptions { Average = true });
        average.Start = first;
        using var averaged = await new TrainSkillsStep(average, TimeProvider.System).RunAsync(third, TestContext.Current.CancellationToken);
        (averaged.Read(2, 3)!.B - first.Read(2, 3)!.B).ShouldBeNear(averaged.Read(0, 3)!.B - first.Read(0, 3)!.B, 1e-6);
    }

    [Fact]
    public async Task A_library_that_does_not_fit_is_refused_with_the_reason()
    {
        using var first = await new TrainSkillsStep(Options("router/poly", 1), TimeProvider.System).RunAsync(_context, TestContext.Current.CancellationToken);

        (await Refused(options => options.Rank = 2)).Should().Contain("rank 4").And.Contain("2 is asked for");
        (await Refused(options => options.Targets = ["q_proj"])).Should().Contain("too");

        async Task<string> Refused(Action<TrainSkillsOptions> change)
        {
            var options = Options("router/poly", 1);
            options.Start = first;
            change(options);
            var train = () => new TrainSkillsStep(options, TimeProvider.System).RunAsync(_context, TestContext.Current.CancellationToken);
            var problem = (await train.Should().ThrowAsync<TesseraException>()).Which.Diagnostics.Single();
            problem.Id.Should().Be("TESS5552");
            return problem.Message;
        }
    }

    private TrainSkillsOptions Options(string router, int steps, PolyOptions? poly = null) => new()
    {
        Model = _model,
        Tasks = new TaskSplit { Folder = SharedData.Require("data/blimp"), Training = Tasks, HeldOut = [], TrainingExamples = 800, TestExamples = 150, Hash = "" },
        Router = new Part<IRouter>(router, () => new OwnedPart<IRouter>(router == "router/poly" ? new PolyRouter(poly ?? new PolyOptions()) : new MhrRouter(new MhrOptions()))),
        Skills = 4,
        Steps = steps,
        LearningRate = 0.01,
    };

    private double Accuracy(IAdaptation? adaptation)
    {
        using var scope = torch.NewDisposeScope();
        using var none = torch.no_grad();
        var examples = Tasks.Index().SelectMany(task => Pairs.Read(_model, task.Item).Skip(850).Take(100).Select(pair => pair with { Task = task.Index })).ToList();
        return new PreferenceLoss().Evaluate(_model.Model, adaptation, examples, new LossContext(false, default)).Below(Math.Log(2)).to_type(torch.ScalarType.Float64).mean().Number();
    }
}
