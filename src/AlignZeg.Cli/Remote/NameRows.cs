namespace AlignZeg.Cli.Remote;

/// <summary>Names as rows, so that machines get <c>{"name": …}</c> and more members may come.</summary>
internal static class NameRows
{
    public static IAsyncEnumerable<NameRow> Of(IAsyncEnumerable<string> names) => names.Select(name => new NameRow(name));
}

/// <summary>A name.</summary>
internal sealed record NameRow(string Name);
