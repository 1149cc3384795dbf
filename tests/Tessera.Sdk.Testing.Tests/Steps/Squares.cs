namespace Tessera.Sdk.Testing.Tests.Steps;

/// <summary>What a <see cref="SquareStep"/> hands over.</summary>
internal sealed record Squares(string Folder, int Count, double Sum);
