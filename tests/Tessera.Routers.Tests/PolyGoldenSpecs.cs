using System.Text.Json;
using System.Text.Json.Nodes;
using Tessera.Adapters.Routing;
using Tessera.Sdk.Randomness;
using Tessera.Sdk.Tensors.Experts;
using Tessera.Sdk.Tensors.Native;
using Tessera.Sdk.Tensors.Routing;
using TorchSharp;

namespace Tessera.Routers.Tests;

/// <summary>Poly and MHR, through the host and the kernels, against an independent implementation's values.</summary>
public class PolyGoldenSpecs
{
    private static readonly string[] _tasks = ["first", "second", "third"];

    public PolyGoldenSpecs() => Libtorch.EnsureLoaded();

    [Theory]
    [InlineData("router/poly", 1)]
    [InlineData("router/mhr", 1)]
    [InlineData("router/mhr", 4)]
    public void Weights_and_outputs_of_each_task_are_reproduced(string uses, int heads)
    {
        using var scope = torch.NewDisposeScope();
        using var golden = new Golden("poly_mhr");
        var router = Routers.Create(uses, uses == "router/mhr" ? new JsonObject { ["heads"] = heads } : null);
        using var bank = Bank(golden, heads);
        using var group = RoutedGroup.Prepare(router, [bank], new RoutingContext { Tasks = _tasks, State = new Dictionary<string, torch.Tensor> { ["logits"] = golden[$"splits{heads}.logits"] } });

        for (var task = 0; task < 3; task++)
        {
            var input = new RoutingInput { Hidden = golden["X"], Tasks = [task] };
            using var weights = group.Routing.Route(input);

            weights.ToDense(5).reshape(heads, 5).ShouldBeNear(golden[$"splits{heads}.task{task}.weights"]);
            group.Apply(input)[0].detach().ShouldBeNear(golden[$"splits{heads}.task{task}.output"]);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Examples_of_several_tasks_in_one_batch_are_what_each_is_alone(int heads)
    {
        using var scope = torch.NewDisposeScope();
        using var golden = new Golden("poly_mhr");
        using var bank = Bank(golden, heads);
        var router = Routers.Create("router/mhr", new JsonObject { ["heads"] = heads });
        using var group = RoutedGroup.Prepare(router, [bank], new RoutingContext { Tasks = _tasks, State = new Dictionary<string, torch.Tensor> { ["logits"] = golden[$"splits{heads}.logits"] } });
        var x = golden["X"];
        int[] tasks = [2, 0, 2, 1];
        var examples = torch.tensor(Enumerable.Range(0, 28).Select(token => (long)(token / 7)).ToArray());

        // Once few tokens, once so many that factors are merged for each task.
        foreach (var repetitions in new[] { 1, 40 })
        {
            var hidden = torch.cat([x, x, x, x], 0).repeat(repetitions, 1);
            var input = new RoutingInput { Hidden = hidden, Examples = examples.repeat(repetitions), ExampleCount = 4, Tasks = tasks };
            var output = group.Apply(input)[0].detach();
            var expected = torch.cat([.. tasks.Select(task => golden[$"splits{heads}.task{task}.output"])], 0).repeat(repetitions, 1);
            output.ShouldBeNear(expected);
        }
    }

    [Fact]
    public void Shares_in_training_are_distributed_as_a_relaxed_bernoulli()
    {
        using var document = JsonDocument.Parse(File.ReadAllText(SharedData.Require("golden/relaxed_bernoulli.json")));
        const int examples = 20_000;
        foreach (var entry in document.RootElement.GetProperty("mean").EnumerateObject())
        {
            using var scope = torch.NewDisposeScope();
            // With the correction in place of the sum, a single skill's weight is its share.
            var router = Routers.Create("router/poly", new JsonObject { ["averageCorrection"] = true });
            using var bank = Routers.Bank(torch.ones(1, 1, 4, torch.ScalarType.Float64), torch.ones(1, 4, 1, torch.ScalarType.Float64));
            var logit = double.Parse(entry.Name, System.Globalization.CultureInfo.InvariantCulture);
            using var routing = router.Prepare([bank], new RoutingContext { Tasks = ["only"], State = new Dictionary<string, torch.Tensor> { ["logits"] = torch.tensor([logit], [1, 1]) } });
            using var weights = routing.Route(new RoutingInput { Hidden = torch.ones(1, 4), ExampleCount = examples, Tasks = new int[examples], Training = true, Seed = new Seed(3) });
            var shares = weights.ToDense(1).detach().reshape(-1);

            // Four standard errors of a number between 0 and 1.
            shares.mean().Number().Should().BeApproximately(entry.Value.GetDouble(), 4 * 0.5 / Math.Sqrt(examples));
            var a = Math.Exp(logit);
            foreach (var t in new[] { 0.1, 0.5, 0.9 })
                shares.le(torch.tensor(t)).to_type(torch.ScalarType.Float64).mean().Number().Should().BeApproximately(t / (t + a * (1 - t)), 4 * 0.5 / Math.Sqrt(examples));
        }
    }

    // A (heads, skills, in / heads, rank) and B (heads, skills, rank, out / heads) as experts of A (rank, in) and B (out, rank).
    private static ExpertBank Bank(Golden golden, int heads)
    {
        var (a, b) = (golden[$"splits{heads}.A"], golden[$"splits{heads}.B"]);
        return Routers.Bank(a.permute(1, 3, 0, 2).reshape(5, 4, 24), b.permute(1, 0, 3, 2).reshape(5, 40, 4));
    }
}
