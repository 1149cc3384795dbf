using Mono.Cecil;
using TorchSharp;

namespace Tessera.Cli.Tests;

/// <summary>
/// No program of ours lets TorchSharp make a number that nobody holds while libtorch reads it. What does so is read from TorchSharp itself: whatever makes a <see cref="Scalar"/> and does not
/// dispose of it, and whatever calls such. The build refuses most of it by BannedSymbols.Tensors.txt, but sees no <c>+=</c>, and knows nothing of another version.
/// </summary>
public sealed class HeldNumberSpecs
{
    private static readonly Dictionary<string, string> _unsafe = FindUnsafe();

    [Fact]
    public void What_TorchSharp_makes_and_drops_is_known() =>
        _unsafe.Keys.Should().Contain(name => name.Contains("torch/Tensor::op_Addition(TorchSharp.torch/Tensor,TorchSharp.torch/Tensor)")).And.Contain(name => name.Contains("torch/Tensor::square()"))
            .And.NotContain(name => name.Contains("torch/Tensor::op_Subtraction(TorchSharp.torch/Tensor,TorchSharp.torch/Tensor)"));

    [Fact]
    public void No_program_of_ours_asks_for_it()
    {
        var programs = Directory.EnumerateFiles(Path.GetDirectoryName(Repository.Tessera)!, "Tessera.*.dll", SearchOption.AllDirectories).DistinctBy(Path.GetFileName)
            .Append(Repository.Output("Samples.ActivationRouter", "Samples.ActivationRouter.dll")).ToList();
        programs.Should().Contain(file => file.EndsWith("Tessera.Adapters.dll", StringComparison.Ordinal)).And.Contain(file => file.EndsWith("Tessera.Routers.Arrow.dll", StringComparison.Ordinal));

        programs.SelectMany(FaultsIn).Should().BeEmpty("Arithmetic, Comparison, SingleValues and Positions hold their numbers");
    }

    private static IEnumerable<string> FaultsIn(string file)
    {
        using var module = ModuleDefinition.ReadModule(file);
        if (!module.AssemblyReferences.Any(reference => reference.Name == "TorchSharp")) return [];
        return [.. Methods(module).SelectMany(method => Called(method).Where(called => _unsafe.ContainsKey(called) || called.Contains("TorchSharp.Scalar::op_Implicit", StringComparison.Ordinal)).Select(called => $"{method.FullName} calls {called}"))];
    }

    private static Dictionary<string, string> FindUnsafe()
    {
        using var module = ModuleDefinition.ReadModule(typeof(Scalar).Assembly.Location);
        var methods = Methods(module).Where(method => method.DeclaringType.Name is not (nameof(Scalar) or nameof(ScalarExtensionMethods)) && method.Name != "ToScalar").ToList();
        var found = methods.Where(method => Called(method).Any(MakesScalar) && !Holds(method)).ToDictionary(method => method.FullName, _ => "makes a Scalar");
        for (var before = -1; before < found.Count;)
        {
            before = found.Count;
            foreach (var method in methods.Where(method => !found.ContainsKey(method.FullName)))
            {
                if (Called(method).FirstOrDefault(found.ContainsKey) is { } called) found[method.FullName] = called;
            }
        }

        return found;
    }

    private static bool MakesScalar(string called) =>
        called.Contains("TorchSharp.Scalar::op_Implicit", StringComparison.Ordinal) || called.Contains("TorchSharp.Scalar::.ctor", StringComparison.Ordinal) || called.Contains("::ToScalar(", StringComparison.Ordinal);

    private static bool Holds(MethodDefinition method) =>
        method.Body.Variables.Any(variable => variable.VariableType.Name == nameof(Scalar)) && Called(method).Any(called => called.Contains("::Dispose(", StringComparison.Ordinal));

    private static IEnumerable<MethodDefinition> Methods(ModuleDefinition module) => module.GetTypes().SelectMany(type => type.Methods).Where(method => method.HasBody);

    private static IEnumerable<string> Called(MethodDefinition method) => method.Body.Instructions.Select(instruction => instruction.Operand).OfType<MethodReference>().Select(called => called.FullName);
}
