using Tessera.Adapters.Models;
using Tessera.Adapters.Routing;
using Tessera.Sdk.Randomness;
using Tessera.Sdk.Tensors.Experts;
using Tessera.Sdk.Tensors.Native;
using Tessera.Sdk.Tensors.Routing;
using TorchSharp;
using static TorchSharp.torch;

namespace Tessera.Adapters.Tests;

/// <summary>Routed libraries beside a model, and routings that are fitted to the experts' own examples.</summary>
public sealed class CalibrationSpecs : IDisposable
{
    private readonly ToyModel _model;
    private readonly ToyLibrary _library = new(3, ToyModel.Q, ToyModel.K, ToyModel.Down);

    public CalibrationSpecs()
    {
        Libtorch.EnsureLoaded();
        _model = new ToyModel();
    }

    [Fact]
    public void A_routed_library_adds_to_the_model_what_its_maps_add()
    {
        using var scope = NewDisposeScope();
        using var routed = RoutedExperts.Prepare(new FixedRouter(0.5), _library, [], new Seed(1));
        var batch = Batch([1, 2, 3], [4, 0, 1]);

        var output = _model.Run(batch, new RoutedAdaptation(routed));

        // Every expert with the weight one half is the map plus half of all ΔW: by hand, in the toy's own terms.
        using var banks = new Banks(_library);
        output.ShouldBeNear(_model.Run(batch, new Added(banks)));
        (output - _model.Run(batch)).abs().max().Number().Should().BeGreaterThan(0.1);
    }

    [Fact]
    public void Each_expert_alone_reads_its_own_examples_and_padding_is_not_observed()
    {
        using var scope = NewDisposeScope();
        var router = new ObservingRouter(new CalibrationPlan { Examples = 2 });
        using var routed = RoutedExperts.Prepare(router, _library, [], new Seed(1));
        RouterCalibration.IsNeeded(routed).Should().BeTrue();
        var told = new List<double>();

        RouterCalibration.Run(_model, routed, Examples, told.Add, CancellationToken.None);

        RouterCalibration.IsNeeded(routed).Should().BeFalse();
        told.Should().Equal(0, 1.0 / 3, 2.0 / 3);
        router.Completed.Should().HaveCount(2);
        router.Observed.Select(seen => (seen.Map, seen.Expert)).Should().Equal(Enumerable.Range(0, 3).SelectMany(expert => new[] { ("0.k", expert), ("1.down", expert) }));
        // Two sequences, of three tokens and of one.
        router.Observed.Should().OnlyContain(seen => seen.Examples == 2 && seen.Hidden.Length == 4 * ToyModel.Width);
        // Behind the adapted maps, what is seen depends on the expert.
        var behind = router.Observed.Where(seen => seen.Map == "1.down").ToList();
        behind[0].Hidden.Should().NotEqual(behind[1].Hidden);
    }

    [Fact]
    public void Gates_are_trained_by_the_loss_each_with_its_own_expert()
    {
        using var scope = NewDisposeScope();
        var router = new ObservingRouter(new CalibrationPlan { Steps = 30, LearningRate = 0.1 });
        using var routed = RoutedExperts.Prepare(router, _library, [], new Seed(1));
        var trained = new List<int>();
        double First(IAdaptation adaptation) => Loss(adaptation).Number();
        var before = First(new RoutedAdaptation(routed));

        var examples = Examples with { Loss = (expert, _, adaptation) => { trained.Add(expert); return Loss(adaptation); } };
        RouterCalibration.Run(_model, routed, examples, _ => { }, CancellationToken.None);

        trained.Should().Equal(Enumerable.Range(0, 3).SelectMany(expert => Enumerable.Repeat(expert, 30)));
        router.Observed.Should().BeEmpty();
        var gates = routed.Groups[0].Routing.Parameters["gates"];
        gates.abs().min().Number().Should().BeGreaterThan(0.1, "each gate moved");
        First(new RoutedAdaptation(routed)).Should().BeLessThan(before);
    }

    [Fact]
    public void Calibrating_and_routing_a_thousand_steps_leaves_no_tensor_behind()
    {
        var routed = RoutedExperts.Prepare(new ObservingRouter(new CalibrationPlan { Examples = 1, Steps = 2 }), _library, [], new Seed(1));
        RouterCalibration.Run(_model, routed, Examples with { Loss = (_, _, adaptation) => Loss(adaptation) }, _ => { }, CancellationToken.None);
        using var tokens = tensor(new long[] { 1, 2, 3 }, [1, 3]);
        var batch = new TokenBatch { Tokens = tokens, Lengths = [3] };
        var adaptation = new RoutedAdaptation(routed);
        _model.Run(batch, adaptation).Dispose();
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        for (var step = 0; step < 1000; step++) _model.Run(batch, adaptation).Dispose();

        DisposeScopeManager.Statistics.ThreadTotalLiveCount.Should().Be(before);
        routed.Dispose();
    }

    public void Dispose() => _model.Dispose();

    private static CalibrationExamples Examples => new((_, count) => [Batch([1, 2, 3], [4])], (_, _, _) => throw new InvalidOperationException("Nothing is trained."));

    // How far the model is from saying the word 2 everywhere.
    private Tensor Loss(IAdaptation adaptation) =>
        -nn.functional.log_softmax(_model.Score(_model.Run(Batch([1, 2, 3]) with { Training = true }, adaptation)), -1).select(-1, 2).mean();

    private static TokenBatch Batch(params long[][] sequences)
    {
        var length = sequences.Max(sequence => sequence.Length);
        return new TokenBatch
        {
            Tokens = tensor(sequences.SelectMany(sequence => sequence.Concat(new long[length - sequence.Length])).ToArray(), [sequences.Length, length]),
            Lengths = [.. sequences.Select(sequence => sequence.Length)],
        };
    }

    private sealed class Banks(ToyLibrary library) : IDisposable
    {
        public IReadOnlyList<ExpertBank> All { get; } = [.. Enumerable.Range(0, library.Maps.Count).Select(map => ExpertBank.Read(library, map))];

        public void Dispose()
        {
            foreach (var bank in All) bank.Dispose();
        }
    }

    private sealed class Added(Banks banks) : IAdaptation
    {
        public IReadOnlyList<Tensor?> Adapt(MapGroup group, Tensor hidden, TokenBatch batch) => [.. group.Maps.Select(map =>
        {
            var bank = banks.All.Single(bank => bank.Map.Name == map.Name);
            return bank.Factors.Select(factors => hidden.mm(factors!.A.t()).mm(factors.B.t()).Times(0.5 * factors.Scaling)).Aggregate((sum, one) => sum.Plus(one));
        })];
    }
}
