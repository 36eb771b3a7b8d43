using AlignZeg.Datasets.Manifests;
using AlignZeg.Datasets.Spools;

namespace AlignZeg.Datasets.Tests.Manifests;

public sealed class OutputStemsTests
{
    [Theory]
    [InlineData("a.jpg,b.png", "a,b")]
    [InlineData("a.jpg,a.png,b.png", "a.jpg,a.png,b")]
    [InlineData("A.jpg,a.jpg", "A.jpg,a.jpg~2")]
    [InlineData("a.jpg,a.jpg.png,a.png", "a.jpg~2,a.jpg,a.png")]
    [InlineData("a.png/b.jpg,a.jpg", "a.png_/b,a")]
    [InlineData("x/a.jpg,y/a.png", "x/a,y/a")]
    [InlineData("v1.2,v1.3", "v1.2,v1.3")]
    [InlineData(".jpg", ".jpg")]
    public void For_KeepsPlainStems_AndTellsCollisionsApart(string names, string expected) => Assert.Equal(expected.Split(','), StemsOf(names.Split(',')));

    [Fact]
    public void For_IsUnique_WhateverTheNames()
    {
        var random = new Random(11);
        string[] parts = ["a", "A", "a.jpg", "a~2", "b"], extensions = ["", ".jpg", ".png", ".JPG", ".jpg.png", "~2.jpg"];
        for (var round = 0; round < 300; round++)
        {
            var names = Enumerable.Range(0, 12).Select(_ => parts[random.Next(parts.Length)] + extensions[random.Next(extensions.Length)]).Distinct();
            var stems = StemsOf([.. names.Order(StringComparer.Ordinal)]);
            Assert.Equal(stems.Length, stems.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        }
    }

    private static string[] StemsOf(string[] names)
    {
        var stems = new OutputStems(() => new MemorySet(StringComparer.OrdinalIgnoreCase));
        foreach (var name in names) stems.Add(name);
        return [.. names.Select(stems.Next)];
    }
}
