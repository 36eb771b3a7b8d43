using AlignZeg.Model.Bundles;

namespace AlignZeg.Model.Tests;

/// <summary>Reference data of independent implementations, kept beside the repository because it is large; tests say skipped where it is missing.</summary>
internal static class Golden
{
    public static string Folder(string name)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string candidate = Path.Combine(folder.FullName, "shared", "golden", name);
            if (Directory.Exists(candidate)) return candidate;
        }

        Assert.Skip($"the reference data golden/{name} is not here");
        return "";
    }

    public static Dictionary<string, Tensor> Tensors(string folder, string file) => SafetensorsFile.Read(Path.Combine(Folder(folder), file));

    public static void AssertClose(Tensor expected, Tensor actual, double tolerance)
    {
        Assert.Equal(expected.shape, actual.shape);
        double largest = (expected - actual).abs().max().item<float>();
        Assert.True(largest <= tolerance, $"differs by {largest}, allowed is {tolerance}");
    }

    /// <summary>Same shape, same type, same bits.</summary>
    public static void AssertSame(Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.shape, actual.shape);
        Assert.Equal(expected.dtype, actual.dtype);
        if (expected.NumberOfElements > 0) Assert.True(expected.contiguous().bytes.SequenceEqual(actual.contiguous().bytes), "the numbers differ");
    }
}
