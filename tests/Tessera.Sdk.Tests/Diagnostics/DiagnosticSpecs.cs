using Tessera.Sdk.Diagnostics;

namespace Tessera.Sdk.Tests.Diagnostics;

/// <summary>What the person at the keyboard reads.</summary>
public class DiagnosticSpecs
{
    [Theory]
    [InlineData("a.yaml", 0, 0, "a.yaml")]
    [InlineData("a.yaml", 0, 7, "a.yaml")]
    [InlineData("a.yaml", 3, 0, "a.yaml:3")]
    [InlineData("a.yaml", 3, 7, "a.yaml:3:7")]
    public void A_place_is_written_as_far_as_it_is_known(string file, int line, int column, string expected) =>
        new SourceLocation(file, line, column).ToString().Should().Be(expected);

    [Fact]
    public void A_diagnostic_is_one_line_of_what_is_known()
    {
        Diagnostic.Error("TESS0001", "It broke.").ToString().Should().Be("error TESS0001: It broke.");
        Diagnostic.Error("TESS0001", "It broke.", new SourceLocation("a.yaml", 3, 7, "steps.x"), "Mend it.").ToString()
            .Should().Be("a.yaml:3:7: error TESS0001: It broke. (at steps.x) Mend it.");
        Diagnostic.Error("TESS0001", "It broke.", new SourceLocation("a.yaml", KeyPath: "")).ToString().Should().Be("a.yaml: error TESS0001: It broke.");
    }

    [Fact]
    public void Severities_are_written_alike_everywhere()
    {
        using var there = new UnderCulture("tr-TR");
        new Diagnostic("TESS0002", DiagnosticSeverity.Information, "Fine.").ToString().Should().Be("information TESS0002: Fine.");
    }

    [Fact]
    public void An_exception_says_everything_that_happened()
    {
        var cause = new InvalidOperationException("cause");
        Diagnostic[] diagnostics = [Diagnostic.Error("TESS0001", "One."), Diagnostic.Error("TESS0002", "Two.")];

        var several = new TesseraException(diagnostics, cause);

        several.Message.Should().Be($"error TESS0001: One.{Environment.NewLine}error TESS0002: Two.");
        several.Diagnostics.Should().Equal(diagnostics);
        several.InnerException.Should().BeSameAs(cause);
        new TesseraException(diagnostics[0]).Diagnostics.Should().Equal(diagnostics[0]);
    }
}
