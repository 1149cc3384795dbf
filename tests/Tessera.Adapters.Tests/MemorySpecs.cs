using Tessera.Adapters.Library;
using Tessera.Adapters.Routing;
using Tessera.Adapters.Steps;
using Tessera.Sdk.Parts;
using Tessera.Sdk.Tensors.Experts;
using Tessera.Sdk.Tensors.Native;
using Tessera.Sdk.Tensors.Routing;
using TorchSharp;

namespace Tessera.Adapters.Tests;

/// <summary>A thousand calls leave no tensor behind, and native memory stays flat.</summary>
public class MemorySpecs
{
    private const int Tokens = 256, Width = 256, Experts = 8, Calls = 1000;

    private readonly Random _numbers = new(12);

    public MemorySpecs() => Libtorch.EnsureLoaded();

    [Theory]
    [InlineData(torch.ScalarType.Float32)]
    [InlineData(torch.ScalarType.BFloat16)]
    public void Each_way_of_mixing_leaves_nothing_behind(torch.ScalarType type)
    {
        using var bank = Bank(type);
        using var map = new RoutedMap(bank);
        using var hidden = Random(Tokens, Width);
        using var dense = Random(Tokens, Experts);
        using var heads = Random(Tokens, 4, Experts);
        using var chosen = torch.tensor([.. Enumerable.Range(0, Tokens * 2).Select(place => (long)place % Experts)], [Tokens, 2]);
        var input = new RoutingInput { Hidden = hidden };

        void Apply(RoutingWeights weights, ExpertMixing mixing)
        {
            using (weights) map.Apply(input, weights, mixing).Dispose();
        }

        ShouldStayFlat(Calls / 4, () =>
        {
            Apply(RoutingWeights.Dense(RoutingGranularity.PerToken, dense.clone()), ExpertMixing.Outputs);
            Apply(RoutingWeights.Chosen(RoutingGranularity.PerToken, dense.narrow(1, 0, 2), chosen.clone()), ExpertMixing.Outputs);
            Apply(RoutingWeights.Dense(RoutingGranularity.PerToken, dense.clone()), ExpertMixing.Parameters);
            Apply(RoutingWeights.Dense(RoutingGranularity.PerToken, heads.clone()), ExpertMixing.Parameters);
        });
    }

    [Fact]
    public void Preparing_and_applying_a_library_leaves_nothing_behind()
    {
        using var context = new RecordingContext();
        using var folder = new TemporaryFolder();
        using var library = Fit(context, folder);
        using var hidden = Random(64, TaskFile.Inputs);

        ShouldStayFlat(Calls, () =>
        {
            using var routed = RoutedExperts.Prepare(new FixedRouter(0.5), library, [], context.Seed);
            foreach (var output in routed.Groups[0].Apply(new RoutingInput { Hidden = hidden })) output.Dispose();
        });
    }

    [Fact]
    public void Steps_leave_nothing_behind_even_where_they_fail()
    {
        using var context = new RecordingContext();
        using var folder = new TemporaryFolder();
        using var library = Fit(context, folder);
        var tasks = Path.Combine(folder.Path, "tasks.safetensors");
        CompareRoutersStep Compare(double weight) => new(new CompareRoutersOptions
        {
            Library = library, Tasks = tasks, Routers = [new Part<IRouter>("router/fixed", () => new OwnedPart<IRouter>(new FixedRouter(weight)))],
        });

        ShouldStayFlat(50, () =>
        {
            Fit(context, folder).Dispose();
            Compare(0.5).RunAsync(context, CancellationToken.None).GetAwaiter().GetResult();
            var fail = () => Compare(double.NaN).RunAsync(context, CancellationToken.None).GetAwaiter().GetResult();
            fail.Should().Throw<Exception>();
        });
    }

    private static void ShouldStayFlat(int times, Action work)
    {
        for (var i = 0; i < 20; i++) work();
        var (tensors, memory) = (DisposeScopeManager.Statistics.ThreadTotalLiveCount, Environment.WorkingSet);
        for (var i = 0; i < times; i++) work();

        DisposeScopeManager.Statistics.ThreadTotalLiveCount.Should().Be(tensors, "every tensor that is made is disposed of or handed over");
        // Other tests run beside this one; what leaked would be hundreds of mebibytes.
        (Environment.WorkingSet - memory).Should().BeLessThan(200L << 20);
    }

    private static ExpertLibrary Fit(RecordingContext context, TemporaryFolder folder)
    {
        using var scope = torch.NewDisposeScope();
        return new FitExpertsStep(new FitExpertsOptions { Tasks = new TaskFile("north", "south").Write(folder), Rank = 2 }).RunAsync(context, CancellationToken.None).GetAwaiter().GetResult();
    }

    private ExpertBank Bank(torch.ScalarType type) => new(
        new LinearMap("map", Width, Width),
        [.. Enumerable.Range(0, Experts).Select(expert => $"expert {expert}")],
        [.. Enumerable.Range(0, Experts).Select(_ => new LoraFactors(Random(4, Width).to_type(type, disposeAfter: true), Random(Width, 4).to_type(type, disposeAfter: true), 1))]);

    private torch.Tensor Random(params long[] shape) => Tensors.Random(_numbers, shape).to_type(torch.ScalarType.Float32, disposeAfter: true);
}
