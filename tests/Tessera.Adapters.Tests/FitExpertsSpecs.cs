using Tessera.Adapters.Steps;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Tensors.Experts;
using Tessera.Sdk.Tensors.Native;
using TorchSharp;

namespace Tessera.Adapters.Tests;

/// <summary>Experts are fitted to tasks whose file may come from anyone.</summary>
public class FitExpertsSpecs
{
    public FitExpertsSpecs() => Libtorch.EnsureLoaded();

    [Fact]
    public async Task Each_task_gets_an_expert_of_its_name()
    {
        using var scope = torch.NewDisposeScope();
        using var context = new RecordingContext();
        using var library = await FitAsync(context, new TaskFile("plain", "Über Täler", "a.b"));

        library.Experts.Select(expert => expert.Name).Should().Equal("a.b", "plain", "Über Täler");
        library.Maps.Should().Equal(new LinearMap("map", TaskFile.Inputs, TaskFile.Outputs));
        context.Metrics["experts"].Should().Be(3);
    }

    [Theory]
    [InlineData("../x")]
    [InlineData("a/b")]
    [InlineData("/tmp/x")]
    [InlineData("a\\b")]
    [InlineData("C:x")]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("a\0b")]
    [InlineData("a\nb")]
    [InlineData("\u001b[2J")]
    [InlineData("hidden at the end ")]
    [InlineData("hidden at the end.")]
    [InlineData("what?")]
    public async Task A_name_that_is_no_folders_is_refused_and_nothing_is_written(string name)
    {
        using var scope = torch.NewDisposeScope();
        using var context = new RecordingContext();
        var fit = () => FitAsync(context, new TaskFile("fine", name));

        var problem = (await fit.Should().ThrowAsync<TesseraException>()).Which.Diagnostics.Single();

        problem.Id.Should().Be("TESS5020");
        problem.Message.Should().Contain("cannot name a task").And.NotContainAny("\0", "\n", "\u001b");
        context.Files.Should().BeEmpty();
    }

    [Theory]
    [InlineData('x', 201)]
    [InlineData('x', 100_000)]
    [InlineData('界', 100)]
    public async Task A_name_that_is_too_long_for_a_folder_is_refused_in_few_words(char letter, int count)
    {
        using var scope = torch.NewDisposeScope();
        using var context = new RecordingContext();
        var fit = () => FitAsync(context, new TaskFile("fine", new string(letter, count)));

        var problem = (await fit.Should().ThrowAsync<TesseraException>()).Which.Diagnostics.Single();

        problem.Id.Should().Be("TESS5020");
        problem.Message.Length.Should().BeLessThan(300);
        context.Files.Should().BeEmpty();
    }

    [Fact]
    public async Task Names_that_some_systems_take_for_one_are_refused_on_all()
    {
        using var scope = torch.NewDisposeScope();
        using var context = new RecordingContext();
        var fit = () => FitAsync(context, new TaskFile("Rotate", "other", "rotate"));

        (await fit.Should().ThrowAsync<TesseraException>()).Which.Diagnostics.Single().Should().Match<Diagnostic>(problem =>
            problem.Id == "TESS5020" && problem.Message.Contains("'Rotate'") && problem.Message.Contains("'rotate'"));
        context.Files.Should().BeEmpty();
    }

    [Fact]
    public async Task A_task_without_rows_and_one_with_numbers_that_are_none_are_named()
    {
        using var scope = torch.NewDisposeScope();
        using var context = new RecordingContext();
        var (empty, broken) = (new TaskFile("fine", "hollow"), new TaskFile("fine", "spoiled"));
        empty.Content["hollow.train.input"] = torch.zeros(0, TaskFile.Inputs, torch.ScalarType.Float64);
        empty.Content["hollow.train.target"] = torch.zeros(0, TaskFile.Outputs, torch.ScalarType.Float64);
        broken.Content["spoiled.train.target"][3, 2] = torch.tensor(double.NaN);

        (await Refused(context, empty)).Should().Match<Diagnostic>(problem => problem.Id == "TESS5024" && problem.Message.Contains("'hollow'") && problem.Message.Contains("no train"));
        (await Refused(context, broken)).Should().Match<Diagnostic>(problem => problem.Id == "TESS5024" && problem.Message.Contains("'spoiled'") && problem.Message.Contains("finite"));
    }

    [Fact]
    public async Task A_weight_that_is_no_matrix_is_explained()
    {
        using var scope = torch.NewDisposeScope();
        using var context = new RecordingContext();
        var tasks = new TaskFile("fine");
        tasks.Content["weight"] = torch.ones(TaskFile.Inputs);

        (await Refused(context, tasks)).Should().Match<Diagnostic>(problem => problem.Id == "TESS5021" && problem.Message.Contains("(6)"));
    }

    [Theory]
    [InlineData(torch.ScalarType.Float16)]
    [InlineData(torch.ScalarType.BFloat16)]
    [InlineData(torch.ScalarType.Float32)]
    public async Task Observations_of_any_precision_are_fitted(torch.ScalarType type)
    {
        using var scope = torch.NewDisposeScope();
        using var context = new RecordingContext();
        var tasks = new TaskFile("one");
        var whole = tasks.Content["one.train.target"] - tasks.Content["one.train.input"].mm(tasks.Content["weight"].t());
        tasks.Content["one.train.input"] = tasks.Content["one.train.input"].to_type(type);
        using var library = await FitAsync(context, tasks);
        var factors = library.Read(0, 0)!;

        var fitted = tasks.Content["one.train.input"].to_type(torch.ScalarType.Float64).mm(factors.B.mm(factors.A).to_type(torch.ScalarType.Float64).t());

        (fitted - whole).norm().Number().Should().BeLessThan(0.02 * whole.norm().Number());
    }

    private static async Task<Diagnostic> Refused(RecordingContext context, TaskFile tasks)
    {
        var fit = () => FitAsync(context, tasks);
        return (await fit.Should().ThrowAsync<TesseraException>()).Which.Diagnostics.Single();
    }

    private static async Task<Library.ExpertLibrary> FitAsync(RecordingContext context, TaskFile tasks)
    {
        using var folder = new TemporaryFolder();
        return await new FitExpertsStep(new FitExpertsOptions { Tasks = tasks.Write(folder), Rank = 2 }).RunAsync(context, CancellationToken.None);
    }
}
