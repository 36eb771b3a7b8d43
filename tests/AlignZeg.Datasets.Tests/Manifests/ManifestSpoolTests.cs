using System.Security.Cryptography;
using System.Text;
using AlignZeg.Datasets.Manifests;
using AlignZeg.Datasets.Spools;

namespace AlignZeg.Datasets.Tests.Manifests;

public sealed class ManifestSpoolTests
{
    [Fact]
    public void Images_ComeByName_WithStemsAsFilesHaveThem()
    {
        using var spool = new ManifestSpool(null);
        foreach (var name in (string[])["b.jpg", "a.jpg", "../up.png", "a.png", "a:b.jpg"]) spool.Add(name, Hash(name), 10);
        Assert.Equal(new(5, 0, 50), spool.Settle());
        Assert.Equal([("._/up.png", "._/up"), ("a.jpg", "a.jpg"), ("a.png", "a.png"), ("a_b.jpg", "a_b"), ("b.jpg", "b")], spool.Read().Select(image => (image.Name, image.Stem)));
    }

    [Fact]
    public void WhatIsSaid_MayComeBeforeTheImage_AndTheNearestCounts()
    {
        using var spool = new ManifestSpool(null);
        spool.Describe("a.jpg", "beside", isListed: false);
        spool.Describe("a.jpg", "listed", isListed: true);
        spool.Describe("b.jpg", "first", isListed: true);
        spool.LeaveOut("mask.png");
        spool.Describe("nobody.jpg", "x");
        foreach (var name in (string[])["a.jpg", "mask.png", "b.jpg", "c.jpg"]) spool.Add(name, Hash("same"), 7);
        spool.Describe("b.jpg", "last", isListed: true);
        Assert.Equal(new(3, 2, 21), spool.Settle());
        Assert.Equal([("a.jpg", "beside"), ("b.jpg", "last"), ("c.jpg", null)], spool.Read().Select(image => (image.Name, image.Metadata)));
        Assert.All(spool.Read(), image => Assert.Equal(Hash("same"), image.Sha256));
    }

    [Fact]
    public void OneNameForTwoImages_IsRefused()
    {
        using var spool = new ManifestSpool(null);
        spool.Add("a?.jpg", Hash("1"));
        spool.Add("a*.jpg", Hash("2"));
        Assert.Equal("The image 'a_.jpg' is named twice; give each image a name of its own.", Assert.Throws<InputException>(() => spool.Settle()).Message);
    }

    /// <summary>Enough for several runs and for tables in files; the same as a list of all names would give.</summary>
    [Fact]
    public void VeryMany_HaveTheStemsOfTheirNames()
    {
        using var spool = new ManifestSpool(null);
        string[] names = [.. Enumerable.Range(0, 20_000).SelectMany(i => i % 5 == 0 ? new[] { $"{i % 10}/{i}.jpg", $"{i % 10}/{i}.PNG", $"{i % 10}/{i}.jpg.png" } : [$"{i % 10}/{i}.jpg"])];
        new Random(3).Shuffle(names);
        Parallel.ForEach(names, name => spool.Add(name, Hash(name[..^2]), 1));
        Assert.Equal(names.Length, spool.Settle().Images);
        Array.Sort(names, StringComparer.Ordinal);
        var stems = new OutputStems(() => new MemorySet(StringComparer.OrdinalIgnoreCase));
        foreach (var name in names) stems.Add(name);
        Assert.Equal(names.Select(name => (name, stems.Next(name), Hash(name[..^2]))), spool.Read().Select(image => (image.Name, image.Stem, image.Sha256)));
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
