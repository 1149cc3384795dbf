namespace Tessera.Sdk.Schemas;

/// <summary>How strictly values are taken.</summary>
public enum BindingRules
{
    /// <summary>Every value has the very type that the class asks for. For what people write.</summary>
    Strict,

    /// <summary>Numbers and truth values may stand as text, whole numbers as 3.0, and null means absent. For what models write.</summary>
    Lenient,
}
