using System.Runtime.Versioning;
using Tessera.Sdk.Tensors.Native;
using TorchSharp;

namespace Tessera.Sdk.Tensors.Tests.Native;

[SupportedOSPlatform("linux")]
public class LibtorchTests
{
    [Fact]
    public void A_tensor_can_be_multiplied_on_this_system()
    {
        Libtorch.EnsureLoaded();
        using var left = torch.tensor(new float[,] { { 1, 2 }, { 3, 4 } });
        using var product = left.matmul(left);
        product.data<float>().ToArray().Should().Equal(7, 10, 15, 22);
    }

    [Fact]
    public void A_failure_inside_libtorch_reaches_the_user_as_an_exception_with_its_text()
    {
        Libtorch.EnsureLoaded();
        using var left = torch.ones(2, 3);
        var product = () => left.mm(left);
        product.Should().Throw<Exception>().WithMessage("*cannot be multiplied*2x3*");
    }

    [Fact]
    public void Many_threads_may_ask_at_once() =>
        Parallel.For(0, 64, _ => Libtorch.EnsureLoaded());

    [LinuxFact]
    public void One_libtorch_and_one_binding_are_in_memory()
    {
        A_tensor_can_be_multiplied_on_this_system();
        foreach (var library in new[] { "libtorch.so", "libtorch_cpu.so", "libc10.so", "libLibTorchSharp.so" })
            ThisSystem.Mapped(library).Should().ContainSingle($"{library} must be loaded once");
    }

    [LinuxFact]
    public void A_program_without_libtorch_is_told_what_to_reference_and_where_it_was_looked_for()
    {
        using var empty = new TemporaryFolder();
        var load = () => LinuxLibtorch.Load([empty.Path, "/nowhere"]);

        var failure = load.Should().Throw<LibtorchNotFoundException>().Which;
        failure.Library.Should().Be("libtorch.so");
        failure.SearchedFolders.Should().Equal(empty.Path, "/nowhere");
        failure.Message.Should().StartWith(LibtorchNotFoundException.DiagnosticId)
            .And.Contain(empty.Path).And.Contain("libtorch-cpu-linux-x64");
    }

    [LinuxFact]
    public void A_program_with_a_damaged_libtorch_is_told_which_file_and_why()
    {
        using var damaged = new TemporaryFolder();
        foreach (var name in new[] { "libtorch.so", "libLibTorchSharp.so" })
            File.WriteAllText(Path.Combine(damaged.Path, name), "This is not a library.");

        var load = () => LinuxLibtorch.Load([damaged.Path]);
        load.Should().Throw<LibtorchNotFoundException>().Which.Message
            .Should().Contain(Path.Combine(damaged.Path, "libtorch.so")).And.Contain("file too short");
    }
}
