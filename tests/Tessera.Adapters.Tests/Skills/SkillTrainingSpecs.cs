using Tessera.Adapters.Library;
using Tessera.Adapters.Lora;
using Tessera.Adapters.Models;
using Tessera.Adapters.Models.Lora;
using Tessera.Adapters.Routing;
using Tessera.Adapters.Training;
using Tessera.Adapters.Training.Experts;
using Tessera.Adapters.Training.Losses;
using Tessera.Adapters.Training.Skills;
using Tessera.Routers.Poly;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Randomness;
using Tessera.Sdk.Tensors.Native;
using Tessera.Sdk.Tensors.Routing;
using TorchSharp;

namespace Tessera.Adapters.Tests.Skills;

/// <summary>Skills and routing that train together.</summary>
public sealed class SkillTrainingSpecs : IDisposable
{
    private readonly ToyModel _model;

    public SkillTrainingSpecs()
    {
        Libtorch.EnsureLoaded();
        _model = new ToyModel();
    }

    public void Dispose() => _model.Dispose();

    [Theory]
    [InlineData(null)]
    [InlineData(0.05)]
    public void A_single_skill_trains_as_plain_lora_does(double? clip)
    {
        using var lora = new ExpertsInTraining(_model, ["skill-0"], ToyTraining.Settings.Lora, LoraInitialization.FanIn, new Seed(5));
        using var skill = ToyTraining.Skills(_model, new PolyRouter(new PolyOptions { Gate = SkillGate.Sigmoid, Epsilon = 0 }), ToyTraining.Settings with { Skills = 1 });

        ToyTraining.Train(_model, lora, ToyTraining.Mixed(6), ToyTraining.Options(clip: clip));
        ToyTraining.Train(_model, skill, ToyTraining.Mixed(6), ToyTraining.Options(clip: clip));

        using var scope = torch.NewDisposeScope();
        var (plain, learned) = (lora.Take(0), skill.Take(0));
        foreach (var map in plain.Keys)
        {
            learned[map].A.ShouldBeNear(plain[map].A, 1e-9);
            learned[map].B.ShouldBeNear(plain[map].B, 1e-9);
            plain[map].B.abs().max().Number().Should().BeGreaterThan(1e-3);
        }
    }

    [Theory]
    [InlineData(LoraInitialization.Mttl, 1, 0.5773502691896258)]
    [InlineData(LoraInitialization.Mttl, 3, 0.5773502691896258)]
    [InlineData(LoraInitialization.Peft, 1, 1)]
    [InlineData(LoraInitialization.Peft, 3, 1.7320508075688772)]
    public void Factors_begin_within_the_bounds_of_the_implementation_that_the_option_names(LoraInitialization initialization, int heads, double bound)
    {
        using var scope = torch.NewDisposeScope();
        using var skills = ToyTraining.Skills(_model, ToyTraining.Mhr(heads), ToyTraining.Settings with { Initialization = initialization, Skills = 200 });
        var own = bound / Math.Sqrt(ToyModel.Width);

        var a = skills.Parameters.Single(parameter => parameter.Name == "0.q.read").Value.detach();

        a.abs().max().Number().Should().BeInRange(0.99 * own, own);
        a.Squared().mean().Number().Should().BeApproximately(own * own / 3, 0.05 * own * own);
        skills.Parameters.Single(parameter => parameter.Name == "0.q.write").Value.abs().max().Number().Should().Be(0);
    }

    [Fact]
    public void The_learned_weights_give_way_to_the_average_as_a_cosine_does()
    {
        var averaging = new AveragingSchedule(10, 4);

        new[] { 0, 10, 11, 12, 13, 14, 99 }.Select(averaging.ShareOf).Should().Equal([1, 1, Math.Cos(Math.PI / 8), Math.Cos(Math.PI / 4), Math.Cos(3 * Math.PI / 8), 0, 0], (one, other) => Math.Abs(one - other) < 1e-12);
    }

    [Fact]
    public void Averaging_in_the_last_steps_trains_the_average_and_stops_teaching_the_routing()
    {
        using var plain = ToyTraining.Skills(_model, ToyTraining.Poly());
        using var averaged = ToyTraining.Skills(_model, ToyTraining.Poly(), ToyTraining.Settings with { Averaging = new AveragingSchedule(2, 1) });
        using var scope = torch.NewDisposeScope();
        var before = Logits(averaged).Select(logits => logits.clone()).ToList();

        ToyTraining.Train(_model, plain, ToyTraining.Mixed(6), ToyTraining.Options(3));
        ToyTraining.Train(_model, averaged, ToyTraining.Mixed(6), ToyTraining.Options(3));
        Logits(averaged).Zip(before).Should().NotContain(pair => pair.First.allclose(pair.Second, 0, 0), "up to the third step α is 1");
        Logits(averaged).Zip(Logits(plain)).Should().OnlyContain(pair => pair.First.allclose(pair.Second, 0, 0));

        averaged.Prepare(3);
        var learned = Logits(averaged).Select(logits => logits.clone()).ToList();
        _model.Run(TokenBatch.Of([[1, 2]], torch.CPU, [0]) with { Training = true }, averaged).sum().backward();
        averaged.Parameters.Where(parameter => parameter.Kind == ParameterKind.Routing).Should().OnlyContain(parameter => parameter.Value.grad!.abs().max().Number() == 0);
        Logits(averaged).Zip(learned).Should().OnlyContain(pair => pair.First.allclose(pair.Second, 0, 0));
    }

    // What is drawn for a sequence depends on its place in the pass, so only weights that are not drawn can be compared.
    [Theory]
    [InlineData(1, "Sigmoid")]
    [InlineData(3, "StraightThrough")]
    public void Tasks_that_train_alone_side_by_side_become_what_each_becomes_by_itself(int heads, string gate)
    {
        var router = ToyTraining.Mhr(heads, Enum.Parse<SkillGate>(gate));
        var settings = ToyTraining.Settings with { IsEachTaskAlone = true };
        using var together = ToyTraining.Skills(_model, router, settings);
        using var scope = torch.NewDisposeScope();
        var logits = together.RoutingState.ToDictionary(map => map.Key, map => map.Value["logits"].detach().clone());

        ToyTraining.Train(_model, together, ToyTraining.Side(4), ToyTraining.Options(clip: 0.05));

        for (var task = 0; task < ToyTraining.Tasks.Length; task++)
        {
            var begin = new TrainedRouting([ToyTraining.Tasks[task]], logits.ToDictionary(map => map.Key, map => (IReadOnlyDictionary<string, torch.Tensor>)new Dictionary<string, torch.Tensor> { ["logits"] = map.Value.narrow(0, task, 1) }));
            using var alone = new SkillsInTraining(_model, router, [ToyTraining.Tasks[task]], ToyTraining.Settings, new Seed(5), begin);
            ToyTraining.Train(_model, alone, ToyTraining.Alone(task, 4), ToyTraining.Options(clip: 0.05));
            for (var skill = 0; skill < 4; skill++) ShouldBeSame(together.Take(skill, task), alone.Take(skill), 1e-9);
            ShouldBeSame(together.Fold(task), alone.Fold(0), 1e-9);
        }
    }

    [Fact]
    public void Training_the_routing_alone_changes_nothing_else()
    {
        using var skills = ToyTraining.Skills(_model, ToyTraining.Poly());
        ToyTraining.Train(_model, skills, ToyTraining.Mixed(6));
        using var fewShot = ToyTraining.Skills(_model, ToyTraining.Poly(), ToyTraining.Settings with { AreSkillsFrozen = true, IsEachTaskAlone = true });
        using var scope = torch.NewDisposeScope();
        for (var skill = 0; skill < 4; skill++) fewShot.Begin(skill, skills.Take(skill));
        fewShot.Parameters.Should().OnlyContain(parameter => parameter.Kind == ParameterKind.Routing);
        var logits = Logits(fewShot).Select(own => own.clone()).ToList();

        ToyTraining.Train(_model, fewShot, ToyTraining.Side(4));

        for (var skill = 0; skill < 4; skill++) ShouldBeSame(fewShot.Take(skill), skills.Take(skill), 0);
        Logits(fewShot).Zip(logits).Should().OnlyContain(pair => (pair.First - pair.Second).abs().max(1).values.min().Number() > 1e-3, "the row of each task moves");
    }

    [Theory]
    [InlineData(null, 1e-12)]
    [InlineData(0.05, 1e-6)]
    public void Training_the_average_is_training_one_average_of_the_skills(double? clip, double tolerance)
    {
        using var skills = ToyTraining.Skills(_model, ToyTraining.Poly());
        ToyTraining.Train(_model, skills, ToyTraining.Mixed(6));
        using var literal = ToyTraining.Skills(_model, ToyTraining.Average());
        using var average = new ExpertsInTraining(_model, ["average"], ToyTraining.Settings.Lora, LoraInitialization.FanIn, new Seed(6));
        using var scope = torch.NewDisposeScope();
        for (var skill = 0; skill < 4; skill++) literal.Begin(skill, skills.Take(skill));
        average.Begin(0, skills.Fold(-1));
        var copies = Differences(literal);

        ToyTraining.Train(_model, literal, ToyTraining.Mixed(6), ToyTraining.Options(clip: clip));
        ToyTraining.Train(_model, average, ToyTraining.Mixed(6), ToyTraining.Options() with { Optimiser = SkillAverage.Equivalent(ToyTraining.Options(clip: clip).Optimiser, 4) });

        // All skills move by the same, so what parts them stays, but for the decay that all have alike.
        Differences(literal).Zip(copies).Should().OnlyContain(pair => (pair.First - pair.Second.Times(Decayed())).abs().max().Number() < 1e-12);
        ShouldBeSame(literal.Fold(-1), average.Take(0), tolerance);
        (average.Take(0)["0.q"].B - skills.Fold(-1)["0.q"].B).abs().max().Number().Should().BeGreaterThan(1e-3);
    }

    [Fact]
    public void What_was_trained_is_saved_and_routes_as_it_did()
    {
        using var folder = new TemporaryFolder();
        using var scope = torch.NewDisposeScope();
        var router = ToyTraining.Mhr(2);
        using var skills = ToyTraining.Skills(_model, router);
        ToyTraining.Train(_model, skills, ToyTraining.Mixed(6));
        foreach (var (index, name) in skills.Names.Index()) LibraryFolder.At(folder.Path).Add(new ExpertDraft { Name = name, Factors = skills.Take(index) });
        using var library = ExpertLibrary.Open(folder.Path);
        TrainedRouting.Save(library, "router/mhr", skills.Tasks, skills.RoutingState);

        using var found = TrainedRouting.Find(library, "router/mhr")!;
        using var routed = RoutedExperts.Prepare(router, library, found.Tasks, new Seed(77), found);

        var batch = TokenBatch.Of([[1, 2, 3], [4, 0, 1], [2, 2, 2]], torch.CPU, [2, -1, 0]);
        var output = _model.Run(batch, skills).detach();
        _model.Run(batch, new RoutedAdaptation(routed)).detach().ShouldBeNear(output, 1e-6);
        (output - _model.Run(batch)).abs().max().Number().Should().BeGreaterThan(1e-2);
        foreach (var (row, task) in new[] { 2, -1, 0 }.Index())
        {
            // All that a task uses is one LoRA.
            using var folded = LoraAdaptation.Of(skills.Fold(task), _model);
            _model.Run(batch, folded)[row].ShouldBeNear(output[row], 1e-9);
        }
    }

    [Fact]
    public void Training_goes_on_after_an_interruption_bit_by_bit()
    {
        using var folder = new TemporaryFolder();
        using var undisturbed = ToyTraining.Skills(_model, ToyTraining.Poly(SkillGate.RelaxedBernoulli), Averaged);
        ToyTraining.Train(_model, undisturbed, ToyTraining.Mixed(6), ToyTraining.Options(9));
        var checkpoint = new TrainingCheckpoint(Path.Combine(folder.Path, "training.safetensors"), "key");
        using (var interrupted = ToyTraining.Skills(_model, ToyTraining.Poly(SkillGate.RelaxedBernoulli), Averaged))
        {
            using var cancel = new CancellationTokenSource();
            var run = () => Trainer().Run(interrupted, ToyTraining.Mixed(6), new Seed(3), checkpoint, told => { if (told.Step == 7) cancel.Cancel(); }, cancel.Token);
            run.Should().Throw<OperationCanceledException>();
        }

        using var resumed = ToyTraining.Skills(_model, ToyTraining.Poly(SkillGate.RelaxedBernoulli), Averaged);
        var first = -1;
        Trainer().Run(resumed, ToyTraining.Mixed(6), new Seed(3), checkpoint, told => first = first < 0 ? told.Step : first, TestContext.Current.CancellationToken);

        first.Should().Be(6);
        foreach (var (one, other) in resumed.Parameters.Zip(undisturbed.Parameters)) one.Value.allclose(other.Value, 0, 0).Should().BeTrue(one.Name);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(30, 2)]
    [InlineData(60, 3)]
    public void Skills_become_the_same_however_a_step_is_cut_and_have_the_same_bits_every_time(int tokensPerPass, int threads)
    {
        SkillsInTraining Train(int tokens, int atOnce)
        {
            var skills = ToyTraining.Skills(_model, ToyTraining.Mhr(2));
            ToyTraining.Train(_model, skills, ToyTraining.Mixed(6), ToyTraining.Options(clip: 0.5) with { TokensPerPass = tokens, Threads = atOnce });
            return skills;
        }

        using var whole = Train(int.MaxValue, 1);

        using var cut = Train(tokensPerPass, threads);
        using var again = Train(tokensPerPass, threads);

        foreach (var (one, other) in cut.Parameters.Zip(whole.Parameters)) one.Value.detach().ShouldBeNear(other.Value.detach(), 1e-9);
        foreach (var (one, other) in cut.Parameters.Zip(again.Parameters)) one.Value.allclose(other.Value, 0, 0).Should().BeTrue(one.Name);
    }

    [Theory]
    [InlineData("RelaxedBernoulli", false)]
    [InlineData("RelaxedBernoulli", true)]
    [InlineData("Sigmoid", true)]
    public void A_thousand_steps_leave_no_tensor_behind(string gate, bool alone)
    {
        using var skills = ToyTraining.Skills(_model, ToyTraining.Mhr(2, Enum.Parse<SkillGate>(gate)), ToyTraining.Settings with { IsEachTaskAlone = alone });
        var examples = alone ? ToyTraining.Side(2) : ToyTraining.Mixed(4);
        // On one thread: those that live are counted by the thread that made them.
        ToyTraining.Train(_model, skills, examples, ToyTraining.Options(2) with { Threads = 1 });
        var live = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        ToyTraining.Train(_model, skills, examples, ToyTraining.Options(1000) with { Threads = 1 });

        DisposeScopeManager.Statistics.ThreadTotalLiveCount.Should().Be(live);
    }

    [Fact]
    public void Making_and_disposing_of_skills_leaves_no_tensor_behind()
    {
        ToyTraining.Skills(_model, ToyTraining.Mhr(2)).Dispose();
        var live = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        using (var skills = ToyTraining.Skills(_model, ToyTraining.Mhr(2)))
        {
            foreach (var factors in skills.Take(1).Values.Concat(skills.Fold(0).Values))
            {
                factors.A.Dispose();
                factors.B.Dispose();
            }
        }

        DisposeScopeManager.Statistics.ThreadTotalLiveCount.Should().Be(live);
    }

    [Fact]
    public void Routers_that_mix_outputs_or_cannot_be_averaged_are_refused_by_name_of_the_reason()
    {
        Refused(new FixedRouter(0.5), ToyTraining.Settings).Should().Contain("outputs");
        Refused(new LearnedRouter(), Averaged).Should().Contain("average");
    }

    private static SkillSettings Averaged => ToyTraining.Settings with { Averaging = new AveragingSchedule(4, 4) };

    private string Refused(IRouter router, SkillSettings settings)
    {
        var make = () => ToyTraining.Skills(_model, router, settings);
        var problem = make.Should().Throw<TesseraException>().Which.Diagnostics.Single();
        problem.Id.Should().Be("TESS5551");
        return problem.Message;
    }

    private Trainer Trainer() => new(_model, new PreferenceLoss(), ToyTraining.Options(9));

    private static double Decayed() => Enumerable.Range(0, 8).Aggregate(1.0, (left, step) => left * (1 - ToyTraining.Options().Schedule.ShareOf(step) * ToyTraining.Options().LearningRate * 0.01));

    // What parts each skill from the first.
    private static List<torch.Tensor> Differences(SkillsInTraining skills) =>
        [.. skills.Parameters.Select(parameter => (parameter.Value - parameter.Value.narrow(1, 0, 1)).detach())];

    private static IEnumerable<torch.Tensor> Logits(SkillsInTraining skills) => skills.Parameters.Where(parameter => parameter.Kind == ParameterKind.Routing).Select(parameter => parameter.Value.detach());

    private static void ShouldBeSame(IReadOnlyDictionary<string, Sdk.Tensors.Experts.LoraFactors> one, IReadOnlyDictionary<string, Sdk.Tensors.Experts.LoraFactors> other, double tolerance)
    {
        one.Keys.Should().BeEquivalentTo(other.Keys);
        foreach (var map in one.Keys)
        {
            (one[map].A - other[map].A).abs().max().Number().Should().BeLessThanOrEqualTo(tolerance);
            (one[map].B - other[map].B).abs().max().Number().Should().BeLessThanOrEqualTo(tolerance);
        }
    }
}
