using System.Net;
using AlignZeg.Grains.Hosting;
using Xunit;

namespace AlignZeg.Grains.Tests.Hosting;

public sealed class OwnAddressTests
{
    [Theory]
    [InlineData("10.1.2.3", "10.1.2.3")]
    [InlineData("::1", "::1")]
    [InlineData("localhost", "127.0.0.1")]
    public void AddressOrName_IsResolved(string text, string meant)
    {
        OwnAddress.Check(text);
        Assert.Equal(IPAddress.Parse(meant), OwnAddress.Resolve(text));
    }

    [Theory]
    [InlineData("")]
    [InlineData("10.0.0.1:11111")]
    [InlineData("http://silo")]
    [InlineData("two words")]
    public void WhatCanBeNoAddress_IsRefused_WithoutALookUp(string text) =>
        Assert.Contains($"Cluster:Address '{text}'", Assert.Throws<InvalidDataException>(() => OwnAddress.Check(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void NameOfNoHost_IsOneSentence()
    {
        OwnAddress.Check("nowhere.invalid"); // a client has no use for it, and need not know it
        string sentence = Assert.Throws<InvalidDataException>(() => OwnAddress.Resolve("nowhere.invalid")).Message;
        Assert.Contains("'nowhere.invalid': no host of that name", sentence, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', sentence);
    }

    [Theory]
    [InlineData("10.0.0.5", "127.0.0.1", "172.17.0.1", "*10.0.0.5")] // docker0 leads to containers only
    [InlineData("192.168.1.7", "169.254.3.4", "192.168.1.7")]
    [InlineData("10.0.0.5", "*fd00::5", "*10.0.0.5")]
    [InlineData("fd00::5", "*fe80::1", "*fd00::5", "::1")] // IPv6 only
    [InlineData("fd00::5", "10.0.0.5", "*fd00::5")]
    public void OwnAddress_IsThatOnTheWayOut(string meant, params string[] candidates) =>
        Assert.Equal(IPAddress.Parse(meant), OwnAddress.Choose(candidates.Select(text => (IPAddress.Parse(text.TrimStart('*')), text[0] == '*'))));

    [Fact]
    public void MachineWithoutNetwork_HasNone() => Assert.Null(OwnAddress.Choose([(IPAddress.Loopback, false), (IPAddress.Parse("fe80::1"), true)]));

    [Fact]
    public void Auto_IsAnAddressOfThisMachine_OrSaysThatThereIsNone()
    {
        OwnAddress.Check(OwnAddress.Auto);
        try
        {
            Assert.Contains(OwnAddress.Resolve(OwnAddress.Auto), Dns.GetHostAddresses(Dns.GetHostName()).Concat(AllOfThisMachine()));
        }
        catch (InvalidDataException exception)
        {
            Assert.Contains("this machine has no network", exception.Message, StringComparison.Ordinal);
        }
    }

    private static IEnumerable<IPAddress> AllOfThisMachine() =>
        System.Net.NetworkInformation.NetworkInterface.GetAllNetworkInterfaces().SelectMany(card => card.GetIPProperties().UnicastAddresses).Select(own => own.Address);
}
