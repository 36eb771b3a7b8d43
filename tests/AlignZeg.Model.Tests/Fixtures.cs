namespace AlignZeg.Model.Tests;

/// <summary>The small reference data beside the tests.</summary>
internal static class Fixtures
{
    public static string PathOf(params string[] parts) => Path.Combine([AppContext.BaseDirectory, "fixtures", .. parts]);
}
