using Tessera.Adapters.Evaluation;
using Tessera.Adapters.Library;
using Tessera.Adapters.Models;
using Tessera.Adapters.Steps;
using Tessera.Adapters.Tasks;
using Tessera.Adapters.Tests.Training;
using Tessera.Adapters.Training.FewShot;
using Tessera.Routers.Poly;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Findings;
using Tessera.Sdk.Parts;
using Tessera.Sdk.Tensors.Routing;
using TorchSharp;

namespace Tessera.Adapters.Tests.Skills;

/// <summary>New tasks are learned from sixteen examples of each, in all the ways of the papers, on a real model and real minimal pairs.</summary>
public sealed class FewShotSpecs : IDisposable
{
    private static readonly string[] Learned = ["anaphor_number_agreement", "passive_1", "regular_plural_subject_verb_agreement_1"], HeldOut = ["principle_A_case_1", "wh_island"];

    private readonly LanguageModelFolder _model = LanguageModelFolder.Open(SharedData.Require(Pairs.Model));
    private readonly RecordingContext _context = new();

    public void Dispose()
    {
        _context.Dispose();
        _model.Dispose();
    }

    [Fact]
    public async Task I_can_learn_held_out_tasks_in_every_way_and_compare_what_came_of_it()
    {
        using var skills = await SkillsAsync(40);
        using var shared = Shared(skills);
        IReadOnlyList<FewShotMethod> methods =
        [
            new() { Name = "lora" }, new() { Name = "shared-lora", Start = shared }, new() { Name = "poly", Start = skills, Router = Poly() },
            new() { Name = "poly-z", Start = skills, Router = Poly(), Learn = FewShotLearning.Routing }, new() { Name = "poly-µ", Start = skills, Learn = FewShotLearning.Average },
        ];
        var live = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        var compared = await Step(methods, 30).RunAsync(_context, TestContext.Current.CancellationToken);

        DisposeScopeManager.Statistics.ThreadTotalLiveCount.Should().Be(live);
        compared.Methods.Select(method => method.Name).Should().Equal(methods.Select(method => method.Name));
        compared.Methods.Should().OnlyContain(method => method.Training == null && method.HeldOut!.PerTask.Count == 2);
        _context.Summary.Should().HaveCount(5).And.OnlyContain(added => added.List == "methods" && added.Entry["heldOut"]!["mean"] != null);
        _context.Findings.OfType<Series>().Last().Lines.Should().HaveCount(6);
        var before = compared.Methods.ToDictionary(method => method.Name, method => method.HeldOut!.Mean);
        TestContext.Current.SendDiagnosticMessage(string.Join(", ", before.Select(method => $"{method.Key} {method.Value:F3}")));
        // Chance is one half, and the base model is near it.
        before.Values.Should().OnlyContain(mean => mean > 0.6);
    }

    [Fact]
    public async Task Tasks_become_the_same_however_many_train_side_by_side()
    {
        using var skills = await SkillsAsync(5);
        IReadOnlyList<FewShotMethod> methods = [new() { Name = "lora" }, new() { Name = "poly-µ", Start = skills, Learn = FewShotLearning.Average }];

        var together = await Step(methods, 5).RunAsync(_context, TestContext.Current.CancellationToken);
        using var context = new RecordingContext();
        var alone = Step(methods, 5, options => options.SideBySide = 1);
        var apart = await alone.RunAsync(context, TestContext.Current.CancellationToken);

        // A pair whose sentences are nearly as likely may fall to either side.
        foreach (var (one, other) in together.Methods.Zip(apart.Methods))
        {
            foreach (var task in HeldOut) one.HeldOut!.PerTask[task].Should().BeApproximately(other.HeldOut!.PerTask[task], 0.0201);
        }
    }

    [Fact]
    public async Task What_has_no_meaning_is_refused_with_the_reason()
    {
        using var skills = await SkillsAsync(1);

        (await Refused([new() { Name = "a", Router = Poly() }])).Should().Contain("nothing to route");
        (await Refused([new() { Name = "a", Learn = FewShotLearning.Average }])).Should().Contain("from scratch");
        (await Refused([new() { Name = "a", Start = skills, Learn = FewShotLearning.Routing }])).Should().Contain("no router");
        (await Refused([new() { Name = "a", Start = skills }])).Should().Contain("3 experts");
        (await Refused([new() { Name = "a" }, new() { Name = "a" }])).Should().Contain("Two methods");
        (await Refused([new() { Name = "a" }], options => options.Examples = 801)).Should().Contain("801");
        (await Refused([new() { Name = "a" }], options => options.Tasks = Split([]))).Should().Contain("held out");

        async Task<string> Refused(IReadOnlyList<FewShotMethod> methods, Action<FewShotOptions>? change = null)
        {
            var learn = () => Step(methods, 1, change).RunAsync(_context, TestContext.Current.CancellationToken);
            var problem = (await learn.Should().ThrowAsync<TesseraException>()).Which.Diagnostics.Single();
            problem.Id.Should().Be("TESS5553");
            return problem.Message;
        }
    }

    private FewShotStep Step(IReadOnlyList<FewShotMethod> methods, int steps, Action<FewShotOptions>? change = null)
    {
        var options = new FewShotOptions { Model = _model, Tasks = Split(HeldOut), Methods = methods, Steps = steps, Resamples = 200 };
        change?.Invoke(options);
        return new FewShotStep(options, TimeProvider.System);
    }

    private Task<ExpertLibrary> SkillsAsync(int steps) => new TrainSkillsStep(
        new TrainSkillsOptions { Model = _model, Tasks = Split(HeldOut), Router = Poly(), Skills = 3, Steps = steps, LearningRate = 0.01 }, TimeProvider.System).RunAsync(_context, TestContext.Current.CancellationToken);

    // One expert of the skills, as a library of its own.
    private ExpertLibrary Shared(ExpertLibrary skills)
    {
        using var scope = torch.NewDisposeScope();
        var folder = Path.Combine(_context.Folder, "shared");
        LibraryFolder.At(folder).Put(new ExpertDraft { Name = "shared", Factors = skills.Maps.Index().ToDictionary(map => map.Item.Name, map => skills.Read(0, map.Index)!) });
        return ExpertLibrary.Open(folder);
    }

    private static Part<IRouter> Poly() => new("router/poly", () => new OwnedPart<IRouter>(new PolyRouter(new PolyOptions())));

    private static TaskSplit Split(IReadOnlyList<string> heldOut) => new() { Folder = SharedData.Require("data/blimp"), Training = Learned, HeldOut = heldOut, TrainingExamples = 800, TestExamples = 150, Hash = "" };
}
