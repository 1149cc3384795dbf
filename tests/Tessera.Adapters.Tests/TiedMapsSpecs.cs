using Tessera.Adapters.Library;
using Tessera.Adapters.Routing;
using Tessera.Adapters.Safetensors;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Randomness;
using Tessera.Sdk.Tensors.Experts;
using Tessera.Sdk.Tensors.Native;
using Tessera.Sdk.Tensors.Routing;
using TorchSharp;

namespace Tessera.Adapters.Tests;

/// <summary>Maps that have one input are routed together: one routing, and one decision for all of them.</summary>
public sealed class TiedMapsSpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Random _numbers = new(6);

    public TiedMapsSpecs()
    {
        Libtorch.EnsureLoaded();
        using var scope = torch.NewDisposeScope();
        foreach (var expert in new[] { "one", "two" }) WriteExpert(expert);
    }

    [Fact]
    public void Maps_below_one_part_of_the_model_are_tied_and_others_are_not()
    {
        using var library = ExpertLibrary.Open(_folder.Path, [["q", "k"], ["up"]]);

        var groups = library.Maps.ToDictionary(map => map.Name, map => map.TieGroup);
        groups["0.attention.q"].Should().NotBeNull().And.Be(groups["0.attention.k"]);
        groups["1.attention.q"].Should().NotBeNull().And.Be(groups["1.attention.k"]).And.NotBe(groups["0.attention.q"]);
        groups["0.up"].Should().NotBeNull().And.NotBe(groups["1.up"]);
        groups["0.down"].Should().BeNull();
    }

    [Fact]
    public void Tied_maps_are_prepared_together_and_each_input_is_decided_once()
    {
        using var scope = torch.NewDisposeScope();
        using var library = ExpertLibrary.Open(_folder.Path, [["q", "k"]]);
        var router = new FixedRouter(0.5);
        using (var routed = RoutedExperts.Prepare(router, library, [], new Seed(1)))
        {
            router.Prepared.Should().Equal("0.attention.k 0.attention.q", "0.down", "0.up", "1.attention.k 1.attention.q", "1.down", "1.up");
            var input = new RoutingInput { Hidden = Tensors.Random(_numbers, 7, 4) };

            var outputs = routed.Groups[0].Apply(input);

            router.Routed.Should().Be(1);
            routed.Groups[0].Maps.Select(map => map.Name).Should().Equal("0.attention.k", "0.attention.q");
            foreach (var (map, output) in routed.Groups[0].Maps.Zip(outputs))
            {
                using var bank = ExpertBank.Read(library, library.Maps.ToList().IndexOf(map));
                var slow = SlowMixing.Apply(bank, input.Hidden.ToMatrix(), (_, _, _) => 0.5, 1, ExpertMixing.Outputs);
                output.ShouldBeNear(torch.tensor(slow.Cast<double>().ToArray(), output.shape), 1e-6);
            }
        }

        router.Disposed.Should().Be(6);
    }

    [Fact]
    public void Without_ties_each_map_is_prepared_by_itself()
    {
        using var scope = torch.NewDisposeScope();
        using var library = ExpertLibrary.Open(_folder.Path);
        var router = new FixedRouter(0.5);
        using var routed = RoutedExperts.Prepare(router, library, [], new Seed(1));

        router.Prepared.Should().Equal(library.Maps.Select(map => map.Name));
    }

    [Fact]
    public async Task Ties_are_kept_with_a_library_that_a_step_hands_over()
    {
        var output = Directory.CreateDirectory(Path.Combine(_folder.Path, "output")).FullName;
        using var library = ExpertLibrary.Open(_folder.Path, [["q", "k"]]);

        await library.SaveAsync(output, CancellationToken.None);
        using var loaded = await ExpertLibrary.LoadAsync(output, CancellationToken.None);

        loaded.Maps.Should().Equal(library.Maps);
        loaded.Maps.Should().Contain(map => map.TieGroup != null);
    }

    [Theory]
    [InlineData("q", "up", "K", "no map's last name is 'K'")]
    [InlineData("q", "up", "q", "'q' is tied twice")]
    [InlineData("down", "up", "q", "inputs are 5 and 4 wide")]
    public void Ties_that_make_no_sense_are_refused(string first, string second, string third, string reason)
    {
        var open = () => ExpertLibrary.Open(_folder.Path, [[first, second], [third]]).Dispose();

        open.Should().Throw<TesseraException>().Which.Diagnostics.Single().Should().Match<Diagnostic>(problem =>
            problem.Id == "TESS5017" && problem.Message.Contains(reason, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void Maps_that_another_library_ties_wrongly_are_refused_in_words()
    {
        using var scope = torch.NewDisposeScope();
        ExpertBank Bank(string map, int inputs, params string[] names) => new(
            new LinearMap(map, inputs, 3, "tied"), names, [.. names.Select(_ => new LoraFactors(torch.ones(1, inputs), torch.ones(3, 1), 1))]);
        Action Prepare(params ExpertBank[] banks) => () => RoutedGroup.Prepare(new FixedRouter(1), banks, new RoutingContext()).Dispose();

        Prepare(Bank("q", 4, "a"), Bank("k", 5, "a")).Should().Throw<ArgumentException>().WithMessage("*q and k are tied*4 and 5 wide*");
        Prepare(Bank("q", 4, "a"), Bank("k", 4, "b")).Should().Throw<ArgumentException>().WithMessage("*q and k are tied*experts differ*");
        Prepare().Should().Throw<ArgumentException>().WithMessage("*at least one map*");
    }

    public void Dispose() => _folder.Dispose();

    private void WriteExpert(string name)
    {
        var path = Directory.CreateDirectory(Path.Combine(_folder.Path, name)).FullName;
        File.WriteAllText(Path.Combine(path, "adapter_config.json"), """{ "peft_type": "LORA" }""");
        var tensors = new Dictionary<string, torch.Tensor>();
        foreach (var layer in new[] { "0", "1" })
        foreach (var (map, inputs, outputs) in new[] { ("attention.q", 4, 6), ("attention.k", 4, 2), ("up", 4, 5), ("down", 5, 4) })
        {
            tensors[$"base_model.model.{layer}.{map}.lora_A.weight"] = Tensors.Random(_numbers, 2, inputs).to_type(torch.ScalarType.Float32);
            tensors[$"base_model.model.{layer}.{map}.lora_B.weight"] = Tensors.Random(_numbers, outputs, 2).to_type(torch.ScalarType.Float32);
        }

        SafetensorsWriter.Write(Path.Combine(path, "adapter_model.safetensors"), tensors);
    }
}
