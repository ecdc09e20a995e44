if (process.argv.includes("--version")) console.log("0.1.0");
else console.error("runrate: no command given");
