using System.Reflection;
using System.Text.Json.Nodes;
using Tessera.Sdk.Testing.Tools;
using Tessera.Sdk.Tools;
using Tessera.Unloading;

namespace Tessera.Sdk.Testing.Tests.Unloading;

/// <summary>A plugin that something holds on to is found out, and its author is told which call it is and what to do.</summary>
[Collection("the process's folder and variables")]
public class UnloadingSpecs
{
    [Theory]
    [InlineData("ByJson", "JsonSerializer by reflection", "JsonSerializerContext")]
    [InlineData("ByNewtonsoft", "Newtonsoft.Json", "System.Text.Json")]
    [InlineData("ByTypeDescriptor", "TypeDescriptor", "reflection")]
    [InlineData("ByValidator", "Validator", "Tessera checks")]
    [InlineData("ByDynamic", "dynamic", "interface")]
    [InlineData("ByDispatchProxy", "DispatchProxy", "Write the class out")]
    [InlineData("ByFunctionFactory", "AIFunctionFactory", "AIFunction")]
    [InlineData("ByTimer", "a timer", "dispose of it")]
    [InlineData("ByTask", "a task that does not end", "Cancel it")]
    [InlineData("ByThread", "a thread", "join it")]
    [InlineData("ByEvent", "an event of the process", "Remove the listener")]
    [InlineData("ByAsyncLocal", "AsyncLocal", "null")]
    [InlineData("ByActivityListener", "ActivityListener", "dispose of it")]
    [InlineData("ByHandle", "GCHandle", "Free it")]
    [InlineData("ByRegisteredWait", "RegisterWaitForSingleObject", "Unregister it")]
    public async Task A_tool_that_is_held_is_told_by_what(string name, string api, string remedy)
    {
        var report = await ToolConformance.CheckAsync(() => Pinned(name), new ToolConformanceOptions { Arguments = new JsonObject { ["text"] = "x" } });

        var failure = report.Failures.Should().ContainSingle(report.ToString()).Which;
        failure.Id.Should().Be("CONF-T26");
        failure.Message.Should().Contain(api).And.Contain(remedy).And.Contain($"Tessera.Fixtures.Pinning.{name}.", "the method that calls it is named").And.Contain($"{name}.dll");
    }

    [Fact]
    public void Each_call_of_the_list_has_a_tool_that_is_held_by_it() =>
        PinningScan.Find(Directory.GetFiles(Repository.Output("Tessera.Fixtures.Pinning"), "By*.dll")).Select(call => call.Api.Name).Distinct()
            .Should().BeEquivalentTo(PinningApis.All.Select(api => api.Name));

    private static ITool Pinned(string name) => (ITool)Activator.CreateInstance(
        Assembly.LoadFrom(Path.Combine(Repository.Output("Tessera.Fixtures.Pinning"), name + ".dll")).GetType($"Tessera.Fixtures.Pinning.{name}", throwOnError: true)!)!;
}
