using Tessera.Sdk.Parts;
using Tessera.Sdk.Tools;

namespace Tessera.Sdk.Tests.Parts;

/// <summary>Parts are owned by whoever creates them.</summary>
public class PartSpecs
{
    [Fact]
    public async Task An_owned_part_is_released_once_and_after_its_instance()
    {
        var events = new List<string>();
        var owned = new OwnedPart<Asynchronous>(new Asynchronous(events), () => events.Add("released"));

        await owned.DisposeAsync();
        await owned.DisposeAsync();

        events.Should().Equal("disposed asynchronously", "released");
    }

    [Fact]
    public async Task What_composition_made_is_disposed_of_by_its_release_and_by_nobody_else()
    {
        var events = new List<string>();

        await new OwnedPart<Synchronous>(new Synchronous(events), () => events.Add("released")).DisposeAsync();
        events.Should().Equal("released");
        await new OwnedPart<Synchronous>(new Synchronous(events)).DisposeAsync();
        events.Should().Equal("released", "disposed");
        await new OwnedPart<string>("plain", () => events.Add("plain released")).DisposeAsync();
        await new OwnedPart<string>("plain").DisposeAsync();
        events.Should().Equal("released", "disposed", "plain released");
    }

    [Fact]
    public async Task A_part_whose_disposal_fails_is_released_all_the_same()
    {
        var events = new List<string>();
        var owned = new OwnedPart<Failing>(new Failing(), () => events.Add("released"));

        await FluentActions.Awaiting(() => owned.DisposeAsync().AsTask()).Should().ThrowAsync<InvalidOperationException>();

        events.Should().Equal("released");
    }

    [Fact]
    public void A_named_part_creates_a_new_instance_each_time()
    {
        var part = new Part<object>("thing/one", () => new OwnedPart<object>(new object()));

        part.ToString().Should().Be("thing/one");
        part.Create().Value.Should().NotBeSameAs(part.Create().Value);
        FluentActions.Invoking(() => new Part<object>("", () => null!)).Should().Throw<ArgumentException>();
    }

    [Fact]
    public void An_export_knows_its_kind_from_its_contract()
    {
        var export = new ToolAttribute("count");
        (export.Kind, export.Name, export.ContractName, export.ContractType).Should().Be(("tool", "count", "count", typeof(ITool)));
        FluentActions.Invoking(() => new StrayAttribute()).Should().Throw<ArgumentException>().WithMessage("*IDisposable is no contract for parts*");
    }

    private sealed class StrayAttribute() : PartAttribute(typeof(IDisposable), "stray");

    private sealed class Failing : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => throw new InvalidOperationException("It fails.");
    }

    private sealed class Synchronous(List<string> events) : IDisposable
    {
        public void Dispose() => events.Add("disposed");
    }

    private sealed class Asynchronous(List<string> events) : IAsyncDisposable, IDisposable
    {
        public void Dispose() => events.Add("disposed");

        public ValueTask DisposeAsync()
        {
            events.Add("disposed asynchronously");
            return ValueTask.CompletedTask;
        }
    }
}
