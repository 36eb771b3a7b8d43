using AlignZeg.Abstractions.Shards;
using AlignZeg.Server.Results;
using Microsoft.AspNetCore.Http;

namespace AlignZeg.Server.Tests.Results;

public sealed class ResultFilterTests
{
    private static readonly ResultRecord Labelled = new()
    {
        Index = 0, Image = "a.png", Status = ResultStatus.Ok, Classes = [new(0, "cat", 300, .9), new(1, "dog", 100, .5)], // mean over the pixels: 0.8
    };

    private static readonly ResultRecord Broken = new() { Index = 1, Image = "b.png", Status = ResultStatus.Failed, Reason = "decode_failed" };

    [Theory]
    [InlineData(null, null, null, true, true)]
    [InlineData(null, "Ok", null, true, false)]
    [InlineData(null, "Failed", null, false, true)]
    [InlineData("cat", null, null, true, false)]
    [InlineData("bird", null, null, false, false)]
    [InlineData("bird,dog", null, null, true, false)]
    [InlineData(null, null, .79, true, false)]
    [InlineData(null, null, .81, false, false)]
    [InlineData("cat", null, .9, true, false)]
    [InlineData("dog", null, .51, false, false)]
    [InlineData("dog,cat", null, .51, true, false)]
    [InlineData("cat", "Failed", null, false, false)]
    public void Filter_TakesWhatMeetsAllOfIt(string? classes, string? status, double? least, bool labelled, bool broken)
    {
        var filter = new ResultFilter(classes?.Split(',').ToHashSet() ?? [], status is null ? null : Enum.Parse<ResultStatus>(status), least);
        Assert.Equal((labelled, broken), (filter.Takes(Labelled.ToLine()), filter.Takes(Broken.ToLine())));
    }

    [Fact]
    public void EmptyFilter_DoesNotLookAtLines() => Assert.True(ResultFilter.None.Takes("no record"));

    [Fact]
    public void ClassName_IsFound_WhateverItsCase()
    {
        var names = new ClassNames(["Café", "red bird"]);
        Assert.Equal("Café", names.Find(" CAFÉ "));
    }

    [Fact]
    public void UnknownClassName_IsRefused_WithThoseThatAreNearFirst()
    {
        var names = new ClassNames(["cat", "dog", "red bird", "tree", "sky", "sea", "blackbird"]);
        string sentence = Assert.Throws<BadHttpRequestException>(() => names.Find("red birds")).Message;
        Assert.Contains("no class 'red birds'; near it are 'red bird', 'blackbird'", sentence, StringComparison.Ordinal);
    }
}
