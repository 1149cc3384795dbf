namespace Tessera.Language.Templates;

/// <summary>A wording of the platform's own by which a layer is asked. Who changes the text raises the version, so that a program tells by what it was learned.</summary>
/// <param name="Name">What it is for.</param>
/// <param name="Number">Which wording of it, from 1.</param>
/// <param name="Text">The Liquid template.</param>
internal sealed record LayerTemplate(string Name, int Number, string Text)
{
    /// <summary>Name and number, such as <c>decide/1</c>.</summary>
    public string Version { get; } = FormattableString.Invariant($"{Name}/{Number}");
}
