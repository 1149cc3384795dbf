using Tessera.Adapters.Models;
using Tessera.Adapters.Steps;
using Tessera.Adapters.Tests.Models;
using Tessera.Sdk.Diagnostics;

namespace Tessera.Adapters.Tests.Training;

/// <summary>What cannot be trained is said before anything is trained.</summary>
public sealed class UnfitTrainingSpecs : IDisposable
{
    private readonly TrainingSetting _setting = new();
    private readonly RecordingContext _context = new();

    public void Dispose()
    {
        _setting.Dispose();
        _context.Dispose();
    }

    [Fact]
    public Task A_shared_expert_and_clusters_together_are_refused() => IsRefusedAsync(
        "TESS5517", "for each cluster, too", options => (options.Shared, options.Clusters) = (true, Clusters(["a_1", "a_2", "b_1", "b_2"])));

    [Fact]
    public Task A_cluster_of_a_task_that_is_held_out_is_refused() => IsRefusedAsync("TESS5517", "'a_3' is in a cluster, and held out", options => options.Clusters = Clusters(["a_1", "a_2", "b_1"], ["b_2", "a_3"]));

    [Fact]
    public Task A_cluster_of_an_unknown_task_is_refused_with_the_nearest() => IsRefusedAsync("TESS5517", "Did you mean 'b_2'?", options => options.Clusters = Clusters(["a_1", "a_2", "b_1"], ["b_22"]));

    [Fact]
    public Task A_task_in_two_clusters_is_refused() => IsRefusedAsync("TESS5517", "'a_1' is in two clusters", options => options.Clusters = Clusters(["a_1", "a_2", "b_1"], ["b_2", "a_1"]));

    [Fact]
    public Task A_task_in_no_cluster_is_refused() => IsRefusedAsync("TESS5517", "'b_2' is to be trained on, and in no cluster", options => options.Clusters = Clusters(["a_1", "a_2", "b_1"]));

    [Fact]
    public Task An_empty_cluster_is_refused() => IsRefusedAsync("TESS5517", "no tasks", options => options.Clusters = Clusters(["a_1", "a_2", "b_1", "b_2"], []));

    [Fact]
    public Task A_target_that_no_map_has_is_refused_with_the_nearest() => IsRefusedAsync("TESS5518", "Did you mean 'q_proj'?", options => options.Targets = ["k_proj", "q_prj"]);

    [Theory]
    [InlineData("(")]
    [InlineData("[a-")]
    public Task A_target_that_is_no_pattern_is_refused(string target) => IsRefusedAsync("TESS5518", target, options => options.Targets = [target]);

    [Fact]
    public Task A_preference_without_a_wrong_answer_is_refused()
    {
        _setting.Folder.Write("b_2", string.Join('\n', Enumerable.Repeat("""{"answer": "aa", "others": ["b"]}""", 5).Concat(Enumerable.Repeat("""{"answer": "aa"}""", 7))));
        return IsRefusedAsync("TESS5516", "Example 6 of the task 'b_2' has no wrong answer");
    }

    [Fact]
    public Task An_answer_without_a_token_is_refused()
    {
        _setting.Folder.Write("a_1", string.Join('\n', Enumerable.Repeat("""{"prompt": "a", "answer": "", "others": ["b"]}""", 12)));
        return IsRefusedAsync("TESS5516", "Example 1 of the task 'a_1' has an answer without a token");
    }

    [Fact]
    public Task A_task_that_has_become_too_short_is_refused()
    {
        _setting.Folder.Add("b_2", "", 'b', 'c', examples: 11);
        return IsRefusedAsync("TESS5513", "'b_2' has 11 examples");
    }

    [Fact]
    public async Task A_loss_that_is_no_number_is_refused()
    {
        using var folder = new TemporaryFolder();
        var damaged = TinyModel.Llama();
        damaged.Weights["model.norm.weight"].Values[3] = double.NaN;
        using var model = LanguageModelFolder.Open(damaged.Write(folder));

        await IsRefusedAsync("TESS5501", "In step 0 the loss of member 0 is NaN", options => options.Model = model);
    }

    private async Task IsRefusedAsync(string id, string part, Action<TrainExpertsOptions>? change = null)
    {
        var train = async () => (await _setting.TrainAsync(_context, change)).Dispose();
        var problem = (await train.Should().ThrowAsync<TesseraException>()).Which.Diagnostics.Single();
        problem.Id.Should().Be(id);
        problem.ToString().Should().Contain(part);
        _context.Files.Should().NotContain(file => file.Contains("library"), "nothing was trained");
    }

    private static ClusteredExperts Clusters(params string[][] members) => new(members, new Dictionary<string, int>(), new Dictionary<string, double>());
}
