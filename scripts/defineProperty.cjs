// Stands in for @stdlib/utils-define-property in the page, which for old engines brings a polyfill with a formatter of its own.
module.exports = Object.defineProperty
