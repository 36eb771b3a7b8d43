using System.Text.Json;
using AlignZeg.Model.Bundles;

namespace AlignZeg.Model.Tests.Bundles;

public sealed class SafetensorsFileTests
{
    [Fact]
    public void Read_LoadsOrRefusesEveryCaseOfTheReference()
    {
        using var scope = NewDisposeScope();
        string folder = Path.Combine(Golden.Folder("clip-tiny"), "safetensors_cases");
        using var cases = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "index.json")));
        Assert.All(cases.RootElement.EnumerateArray(), entry => Check(folder, entry));
    }

    [Fact]
    public void Write_OfEqualTensors_GivesEqualBytes_WhateverTheirOrder()
    {
        using var scope = NewDisposeScope();
        var (a, b) = (randn(2, 3), arange(4));
        var (first, second) = (Path.GetTempFileName(), Path.GetTempFileName());
        SafetensorsFile.Write(first, [("a", a), ("b.c", b)]);
        SafetensorsFile.Write(second, [("b.c", b), ("a", a)]);
        Assert.Equal(File.ReadAllBytes(first), File.ReadAllBytes(second));
        var read = SafetensorsFile.Read(first);
        Golden.AssertClose(a, read["a"], 0);
        Assert.Equal(b.data<long>().ToArray(), read["b.c"].data<long>().ToArray());
        File.Delete(first);
        File.Delete(second);
    }

    [Fact]
    public void Write_PutsAWholeFileInThePlaceOfTheOldOne()
    {
        using var scope = NewDisposeScope();
        var (path, one, other) = (Path.GetTempFileName(), arange(4), arange(5));
        SafetensorsFile.Write(path, [("a", one)]);
        byte[] old = File.ReadAllBytes(path);
        using (var reader = File.OpenRead(path)) // as who was killed in between would have it
        {
            SafetensorsFile.Write(path, [("a", other)]);
            byte[] still = new byte[old.Length];
            reader.ReadExactly(still);
            Assert.Equal(old, still);
        }

        Assert.Equal(5, SafetensorsFile.Read(path)["a"].shape[0]);
        Assert.False(File.Exists(path + ".tmp"));
        File.Delete(path);
    }

    private static void Check(string folder, JsonElement entry)
    {
        string path = Path.Combine(folder, entry.GetProperty("file").GetString()!);
        if (entry.GetProperty("must").GetString() != "load")
        {
            Assert.Throws<InvalidDataException>(() => SafetensorsFile.Read(path));
            return;
        }

        var tensors = SafetensorsFile.Read(path);
        foreach (var expected in entry.GetProperty("expected").EnumerateObject())
        {
            var numbers = expected.Value.EnumerateArray().Select(v => v.GetDouble()).ToArray();
            Assert.Equal(numbers, tensors[expected.Name].to(ScalarType.Float64).flatten().data<double>().ToArray());
        }
    }
}
