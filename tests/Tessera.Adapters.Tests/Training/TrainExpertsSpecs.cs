using System.Text.Json.Nodes;
using Tessera.Adapters.Library;
using Tessera.Adapters.Models;
using Tessera.Adapters.Steps;
using Tessera.Adapters.Tests.Libraries;
using Tessera.Adapters.Training.Losses;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Findings;
using Tessera.Sdk.Parts;
using Tessera.Sdk.Randomness;
using Tessera.Sdk.Tensors.Clustering;
using Tessera.Sdk.Tensors.Experts;
using TorchSharp;

namespace Tessera.Adapters.Tests.Training;

/// <summary>I can train an expert for each task, for each cluster of tasks, or one for all, and get a library that every other step takes.</summary>
public sealed class TrainExpertsSpecs : IDisposable
{
    private readonly TrainingSetting _setting = new();
    private readonly RecordingContext _context = new();

    public void Dispose()
    {
        _setting.Dispose();
        _context.Dispose();
    }

    [Fact]
    public async Task Each_task_gets_an_expert_of_its_own_that_learns_it()
    {
        using var library = await _setting.TrainAsync(_context, options => options.Steps = 40);

        library.Experts.Select(expert => expert.Name).Should().Equal("a_1", "a_2", "b_1", "b_2");
        library.Maps.Should().HaveCount(14, "all maps of two layers are adapted");
        library.Read(0, 0)!.Rank.Should().Be(2);
        var record = library.RecordOf(0);
        record.Task.Should().Be("a_1");
        record.Metadata["family"].Should().Be("letters a");
        library.Experts[3].Metadata.Should().NotContainKey("family", "nothing is said of it");
        record.Training!["steps"]!.GetValue<int>().Should().Be(40);
        record.Training["loss"]!.GetValue<string>().Should().Be("preference");
        var losses = (Table)_context.Findings[1];
        losses.Rows.Should().HaveCount(4).And.OnlyContain(row => row[3]!.GetValue<double>() < row[2]!.GetValue<double>() / 2);
        _context.Metrics["finalLoss"].Should().BeApproximately(losses.Rows.Average(row => row[3]!.GetValue<double>()), 1e-3);
        _context.Metrics["experts"].Should().Be(4);
        _context.Metrics["tokensPerSecond"].Should().BeGreaterThan(0);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Experts_begin_with_the_same_factors_where_that_is_wanted(bool commonStart)
    {
        // So little is learned that the factors are still those that they began with.
        using var library = await _setting.TrainAsync(_context, options => (options.CommonStart, options.Steps, options.LearningRate) = (commonStart, 1, 1e-12));
        using var scope = torch.NewDisposeScope();

        var (one, other) = (library.Read(0, 3)!, library.Read(1, 3)!);
        one.A.allclose(other.A, 0, 1e-6).Should().Be(commonStart);
        one.A.allclose(library.Read(0, 10)!.A, 0, 1e-6).Should().BeFalse("each map has its own");
    }

    [Fact]
    public async Task Nothing_but_the_library_is_left_in_the_folder()
    {
        using var library = await _setting.TrainAsync(_context);

        Directory.GetFileSystemEntries(_context.Folder).Select(Path.GetFileName).Should().Equal("library");
    }

    [Fact]
    public async Task One_expert_learns_all_tasks()
    {
        using var library = await _setting.TrainAsync(_context, options => (options.Shared, options.Steps) = (true, 60));

        library.Experts.Should().ContainSingle().Which.Name.Should().Be("shared");
        library.RecordOf(0).Task.Should().Be("a_1,a_2,b_1,b_2");
        library.RecordOf(0).Metadata["family"].Should().Be("letters a,letters b");
        var curve = (Series)_context.Findings[0];
        curve.Lines.Should().ContainSingle().Which.Points.Should().HaveCount(60);
        curve.Lines[0].Points.Take(8).Average(point => point.Y).Should().BeGreaterThan(curve.Lines[0].Points.TakeLast(8).Average(point => point.Y) + 0.05);
    }

    [Fact]
    public async Task All_go_on_from_the_only_expert_there_is_or_each_from_that_of_its_name()
    {
        using RecordingContext all = new(), own = new(), again = new();
        using var scope = torch.NewDisposeScope();
        // So little is learned that the factors are still those that they began with.
        static void Stay(TrainExpertsOptions options, ExpertLibrary start) => (options.Start, options.Steps, options.LearningRate) = (start, 1, 1e-12);
        using var shared = await _setting.TrainAsync(all, options => options.Shared = true);
        using var branched = await _setting.TrainAsync(own, options => Stay(options, shared));
        using var learned = await _setting.TrainAsync(_context);
        using var resumed = await _setting.TrainAsync(again, options => Stay(options, learned));

        for (var expert = 0; expert < 4; expert++)
        {
            for (var map = 0; map < 14; map++)
            {
                branched.Read(expert, map)!.Delta().ShouldBeNear(shared.Read(0, map)!.Delta(), 1e-7);
                resumed.Read(expert, map)!.Delta().ShouldBeNear(learned.Read(expert, map)!.Delta(), 1e-7);
            }
        }

        branched.RecordOf(2).Parents.Should().Equal("shared");
        resumed.RecordOf(2).Parents.Should().Equal("b_1");
        learned.RecordOf(2).Parents.Should().BeEmpty();
    }

    [Fact]
    public async Task Experts_that_nobody_can_go_on_from_are_refused()
    {
        using RecordingContext others = new(), wider = new();
        using var two = await _setting.TrainAsync(others, options => options.Tasks = options.Tasks with { Training = ["a_1", "a_2"] });
        using var shared = await _setting.TrainAsync(wider, options => (options.Shared, options.Rank) = (true, 3));
        async Task<Diagnostic> RefusalAsync(ExpertLibrary start)
        {
            var train = () => _setting.TrainAsync(_context, options => options.Start = start);
            return (await train.Should().ThrowAsync<TesseraException>()).Which.Diagnostics.Single();
        }

        (await RefusalAsync(two)).Should().Match<Diagnostic>(problem => problem.Id == "TESS5552" && problem.Message.Contains("2 experts, and none is named 'b_1'"));
        (await RefusalAsync(shared)).Should().Match<Diagnostic>(problem => problem.Id == "TESS5552" && problem.Message.Contains("rank 3"));
    }

    [Fact]
    public async Task Each_cluster_that_another_step_found_gets_an_expert()
    {
        using var own = await _setting.TrainAsync(_context, options => options.Steps = 3);
        var clusterer = new Part<IClusterer>("clusterer/fixed", () => new OwnedPart<IClusterer>(new FixedClusterer([0, 1, 0, 0])));
        var clusters = await new ClusterStep(new ClusterOptions { Library = own, Clusterer = clusterer }).RunAsync(_context, TestContext.Current.CancellationToken);
        using var context = new RecordingContext();

        using var library = await _setting.TrainAsync(context, options => options.Clusters = clusters);

        library.Experts.Select(expert => expert.Name).Should().Equal("cluster-0", "cluster-1");
        library.RecordOf(0).Task.Should().Be("a_1,b_1,b_2");
        library.RecordOf(1).Task.Should().Be("a_2");
    }

    [Fact]
    public async Task A_cluster_of_one_task_is_learned_as_the_task_alone_is()
    {
        using var own = await _setting.TrainAsync(_context);
        using var context = new RecordingContext();

        using var library = await _setting.TrainAsync(context, options => options.Clusters = Clusters(["a_1"], ["a_2"], ["b_1"], ["b_2"]));

        // The first factors are drawn by the expert's name, which is another one; the examples are the same.
        ((Table)_context.Findings[1]).Rows.Select(row => row[2]!.GetValue<double>()).Should().Equal(((Table)context.Findings[1]).Rows.Select(row => row[2]!.GetValue<double>()));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task An_expert_becomes_the_same_however_many_train_side_by_side(int sideBySide)
    {
        using var setting = new TrainingSetting(ModelType.Float64);
        using var context = new RecordingContext();
        using var scope = torch.NewDisposeScope();
        using var all = await setting.TrainAsync(_context);

        using var some = await setting.TrainAsync(context, options => options.SideBySide = sideBySide);

        ShouldBeNear(some, all);
        ((Table)context.Findings[1]).Rows.Select(row => row[3]!.ToString()).Should().Equal(((Table)_context.Findings[1]).Rows.Select(row => row[3]!.ToString()));
        context.Metrics["finalLoss"].Should().BeApproximately(_context.Metrics["finalLoss"], 1e-9);
    }

    [Fact]
    public async Task An_expert_becomes_the_same_whichever_other_tasks_there_are()
    {
        using var setting = new TrainingSetting(ModelType.Float64);
        using var context = new RecordingContext();
        using var scope = torch.NewDisposeScope();
        using var all = await setting.TrainAsync(_context);
        setting.Split = setting.Split with { Training = ["b_1"], HeldOut = [] };

        using var alone = await setting.TrainAsync(context);

        for (var map = 0; map < alone.Maps.Count; map++)
        {
            alone.Read(0, map)!.A.ShouldBeNear(all.Read(2, map)!.A, 1e-6);
            alone.Read(0, map)!.B.ShouldBeNear(all.Read(2, map)!.B, 1e-6);
        }
    }

    [Fact]
    public async Task Language_modelling_needs_no_wrong_answers()
    {
        _setting.Folder.Write("a_1", string.Join('\n', Enumerable.Range(0, 12).Select(_ => """{"prompt": "abc", "answer": "ddd"}""")));
        _setting.Split = _setting.Split with { Training = ["a_1"] };

        using var library = await _setting.TrainAsync(_context, options => (options.Loss, options.Steps) = (TrainingLoss.LanguageModelling, 60));

        var losses = ((Table)_context.Findings[1]).Rows[0];
        losses[3]!.GetValue<double>().Should().BeLessThan(losses[2]!.GetValue<double>() - 0.5, "one answer is easily learned by heart");
    }

    [Fact]
    public async Task Only_the_targets_are_adapted_with_the_alpha_that_I_say()
    {
        using var library = await _setting.TrainAsync(_context, options => (options.Targets, options.Alpha) = (["q_proj", @"model\.layers\.1\.mlp\..*"], 16));

        library.Maps.Select(map => map.Name[13..]).Should().BeEquivalentTo("0.self_attn.q_proj", "1.self_attn.q_proj", "1.mlp.gate_proj", "1.mlp.up_proj", "1.mlp.down_proj");
        library.Read(0, 0)!.Scaling.Should().Be(8);
    }

    [Fact]
    public async Task Two_steps_may_train_beside_one_model_at_the_same_time()
    {
        using var together = new RecordingContext();
        using var alone = await _setting.TrainAsync(_context);

        var libraries = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            using var context = new RecordingContext();
            using var library = await _setting.TrainAsync(context);
            return library.HashOf(0);
        })));

        libraries.Should().AllBe(alone.HashOf(0));
    }

    private static void ShouldBeNear(ExpertLibrary one, ExpertLibrary other)
    {
        one.Experts.Select(expert => expert.Name).Should().Equal(other.Experts.Select(expert => expert.Name));
        for (var expert = 0; expert < one.Experts.Count; expert++)
        {
            for (var map = 0; map < one.Maps.Count; map++)
            {
                one.Read(expert, map)!.A.ShouldBeNear(other.Read(expert, map)!.A, 1e-6);
                one.Read(expert, map)!.B.ShouldBeNear(other.Read(expert, map)!.B, 1e-6);
            }
        }
    }

    private static ClusteredExperts Clusters(params string[][] members) => new(members, new Dictionary<string, int>(), new Dictionary<string, double>());

    private sealed class FixedClusterer(int[] assignment) : IClusterer
    {
        public Task<Clustering> ClusterAsync(IExpertLibrary library, Seed seed, CancellationToken cancellationToken) => Task.FromResult(new Clustering { Assignment = assignment });
    }
}
